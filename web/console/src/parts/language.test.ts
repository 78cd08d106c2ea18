import { expect, test } from 'vitest'
import { language } from './language'

test('R123 a language is told by its name', () => {
  expect([language('pt'), language('en-GB')]).toEqual(['Portuguese', 'British English'])
})

test('R123 what is no code of a language is shown as it came; none stays none', () => {
  expect([language('<b>x'), language('my own'), language(''), language(undefined)]).toEqual([
    '<b>x',
    'my own',
    '',
    undefined,
  ])
})
