import { createHash, timingSafeEqual } from 'node:crypto'

/** What of a request says who makes it. */
export interface Caller {
  method: string
  host: string | undefined
  origin: string | undefined
  /** `Sec-Fetch-Site`, from browsers that send it. */
  site: string | undefined
}

export interface Refusal {
  status: 403 | 405
  text: string
}

/**
 * Null: it may come in. A name that somebody else's page made point at this machine (DNS rebinding) is told by the Host
 * header, another page by Origin or Sec-Fetch-Site: for a cookie every port of 127.0.0.1 is the same site, so SameSite
 * alone would let in whatever else is served here. The port may be any, since `ssh -L` gives it another.
 */
export function refusal({ method, host, origin, site }: Caller): Refusal | null {
  // HEAD would be answered as GET without its text, and `/events` would then wait for a reader who is gone.
  if (method !== 'GET') return { status: 405, text: 'The page is to be looked at only.' }
  if (host === undefined || !LOOPBACK.test(host))
    return { status: 403, text: 'Ask for this page as 127.0.0.1 or localhost.' }
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, text: 'Other pages may not read this one.' }
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return { status: 403, text: 'Open the address by hand: it was followed from another page.' }
  return null
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i

/** Takes the same time however much of it is right. */
export const isToken = (said: string | undefined, token: string): boolean =>
  said !== undefined && timingSafeEqual(hash(said), hash(token))

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** With every answer, whatever it is. */
export const HEADERS: Record<string, string> = {
  'Content-Security-Policy': [
    ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", 'img-src data:'],
    ...[
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ],
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
}
