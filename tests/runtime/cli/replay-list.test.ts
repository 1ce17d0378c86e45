import { expect, test } from 'vitest'
import { keepHistory } from '../../helpers/history-keeper.ts'
import { cli } from '../../helpers/host.ts'
import { freshPath } from '../../helpers/repo.ts'
import { noticed, sessionOf } from '../../helpers/session.ts'

test('a history whose beginning is not kept any more is never shown as if it were whole', async () => {
  const folder = freshPath('history')
  const keeper = await keepHistory(folder, 3000)
  await keeper.keep({
    type: 'session-opened',
    at: 1,
    session: { ...sessionOf([{ alpha: {} }]), id: 'first' },
  })
  const whole = await cli('replay', '--list', folder)
  expect(whole).toMatchObject({ exit: 0, err: '' })
  expect(whole.out).toMatch(/^first .* A plan$/m)
  for (let number = 0; number < 200; number += 1) await keeper.keep(noticed(`note ${number}`))
  await keeper.keep({
    type: 'session-opened',
    at: 2,
    session: { ...sessionOf([{ beta: {} }]), id: 'second' },
  })
  await keeper.close()
  const cut = await cli('replay', '--list', folder)
  expect(cut.err).toMatch(/The first \d+ events are not kept any more/)
  expect(cut.out).toMatch(/^first .* A plan \(without its beginning\)$/m)
  expect(cut.out).toMatch(/^second .* A plan$/m)
})
