/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

/** What is wider than a phone scrolls by itself, and with the keyboard as well. */
export const Scroller = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, who has no mouse cannot scroll it
  <section class="scroller" aria-label={label} tabIndex={0}>
    {children}
  </section>
)
