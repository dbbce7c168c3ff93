/** A deed of the journal in words: what it was done to, and what was done. */
const nouns: Record<string, string> = {
  office: '本单位', people: '人员', person: '人员', rules: '规则包', platforms: '平台', rooms: '直播间', operators: '经营主体', hosts: '主播', shops: '网店', agencies: '服务机构', suppliers: '供货商', bases: '直播基地', brands: '品牌', relations: '关系', licences: '证照', standings: '主体状况', responsibilities: '包片', visits: '走访', registers: '登记', imports: '导入', draws: '抽查', plans: '抽查计划与公示',
  inspections: '检查', evidence: '证据', rectifications: '整改', findings: '线索', ratings: '评级', documents: '文书', complaints: '投诉举报', demo: '演示单位', backups: '备份',
}
const verbs: Record<string, string> = {
  create: '新建', save: '登记或修改', retire: '停用或恢复', reveal: '查看遮盖的内容', load: '载入', commit: '入库', undo: '撤销', plan: '存计划', lock: '锁定名单', seed: '录入随机种子', draw: '抽取', void: '作废（结果保留）',
  again: '另起一次', start: '开始', answer: '记检查项', details: '记检查信息', markRest: '批量标注', finish: '完成', add: '登记', describe: '写来源', withdraw: '撤回', recheck: '复查', setTerm: '改期限', decide: '决定',
  score: '评分', veto: '一票否决项', close: '结束', issue: '编号出具', replaceTemplate: '换模板', backup: '备份', restore: '恢复', confirm: '确认', open: '开始', batch: '批次', chunk: '分批写入', export: '导出', record: '登记', substitute: '递补', merge: '合并', unmerge: '撤销合并', separate: '记为不是同一户', reopen: '重新看是否同一户', bulk: '成批修改', bulkDone: '成批修改完成', bulkUndo: '撤销成批修改', bulkCancelled: '成批修改已取消', saveView: '存视图', dropView: '删视图', chooseColumns: '选列', replaceOfficer: '检查人员递补', sheet: '出抽取记录', paper: '出抽查文书', copy: '复制到另一年', publish: '公布', setState: '办结或恢复', saveTask: '存任务', cancelTask: '取消或恢复任务', retireTask: '删去任务', exceedCap: '超出频次上限的理由', review: '复核', publishResults: '公示结果', exportPublication: '导出公示清单', amendPublication: '更正或撤回公示', exportStatistics: '导出统计表', builtin: '随附的规则包入库', end: '结束', change: '更正', done: '办结',
}

export function deedWords(deed: string): string {
  if (deed === 'evidence.add') return '证据 · 入库'
  const [noun = '', verb = ''] = deed.split('.')
  return nouns[noun] || verbs[verb] ? `${nouns[noun] ?? noun} · ${verbs[verb] ?? verb}` : deed
}

/** The page that shows what a deed was about; none for what stands in a list only. */
export function pageOf(about: { kind: string; register: string | null; id: string | null }): string | null {
  const { kind, register, id } = about
  if (kind === 'subject' && register && id) return `/registers/${register}/${id}`
  if (!id) return null
  const pages: Record<string, string> = {
    inspection: `/inspections/${id}`, rating: `/ratings/${id}`, draw: `/draws/${id}`, batch: `/registers/imports/${id}`, rectification: `/rectifications/${id}`, pack: `/settings/packs/${id}`,
    year_plan: '/plans', publication: '/plans/results', person: '/settings/people', office: '/settings/office', document: '/documents', finding: `/rectifications?finding=${id}`,
  }
  return pages[kind] ?? null
}
