import { describe, expect, it } from 'vitest'
import { barsOption, columnsOption, lineOption, type Tones } from './charts'

const t = new Proxy({}, { get: (_, k) => String(k) }) as Tones

describe('pictures tell no more than the numbers', () => {
  it('puts 其他 last and grey', () => {
    const o = barsOption({ points: [{ key: 'o', label: '其他', value: 9, other: true }, { key: 'a', label: '甲', value: 3 }], unit: '户', share: false }, t)
    expect(o.yAxis.data).toEqual(['其他', '甲'])
    expect(o.series[0]!.data[0]!.itemStyle.color).toBe('other')
    expect(o.series[0]!.data[1]!.itemStyle.color).toBe('count')
  })
  it('draws 未报送 as a dashed outline and never calls it zero', () => {
    const o = columnsOption({ points: [{ key: 'm', label: '未报送', value: null, missing: true }], unit: '家', share: false }, t)
    expect(o.series[0]!.data[0]!.itemStyle).toMatchObject({ borderType: 'dashed', color: 'paper' })
    expect(o.series[0]!.label.formatter({ dataIndex: 0 })).toContain('未报送')
  })
  it('leaves a gap in a line where nothing was reported', () => {
    const o = lineOption({ points: [{ key: '1', label: '1月', value: 4 }, { key: '2', label: '2月', value: null }], unit: '件', share: false }, t)
    expect(o.series[0]!.data[1]!.value).toBe('-')
    expect(o.yAxis.min).toBe(0)
  })
})
