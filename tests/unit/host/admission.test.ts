import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isToken, refusal } from '../../../source/host/dashboard/admission.ts'

const CALLER = { method: 'GET', host: '127.0.0.1:8080', origin: undefined, site: undefined }

describe('who may ask for the page', () => {
  it('is a browser on this machine that shows it, or opens it by hand', () => {
    expect(refusal(CALLER)).toBeNull()
    expect(refusal({ ...CALLER, site: 'none' })).toBeNull()
    expect(refusal({ ...CALLER, site: 'same-origin', origin: 'http://127.0.0.1:8080' })).toBeNull()
  })

  it('is never one with a host of any other name', () => {
    const local = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.constant(undefined)), (host) => {
        fc.pre(host === undefined || !local.test(host))
        expect(refusal({ ...CALLER, host })?.status).toBe(403)
      }),
    )
  })

  it('is never a page of another origin', () => {
    fc.assert(
      fc.property(fc.webUrl(), (origin) => {
        expect(refusal({ ...CALLER, origin })?.status).toBe(403)
      }),
    )
  })
})

it('takes the token as a whole only', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (said, token) => {
      expect(isToken(said, token)).toBe(said === token)
    }),
  )
  expect(isToken(undefined, 'a')).toBe(false)
})
