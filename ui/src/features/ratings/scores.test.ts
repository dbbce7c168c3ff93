import { expect, it } from 'vitest'
import { cell, points, readScore } from './scores'

it('reads what raters type', () => {
  expect(readScore('４．５', 60)).toEqual({ kind: 'tenths', tenths: 45 })
  expect(readScore('6', 60)).toEqual({ kind: 'tenths', tenths: 60 })
  expect(readScore('6。5', 100)).toEqual({ kind: 'tenths', tenths: 65 })
  expect(readScore('7', 60).kind).toBe('bad')
  expect(readScore('-1', 60).kind).toBe('bad')
  expect(readScore('', 60).kind).toBe('empty')
})

it('keeps the other rater covered', () => {
  expect(cell('covered')).toBe('••')
  expect(cell(null)).toBe('')
  expect(cell(45)).toBe('4.5')
  expect(points(null)).toBe('—')
})
