/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

interface SectionProps {
  id: string
  title: string
  children: ComponentChildren
}

export const Section = ({ id, title, children }: SectionProps) => (
  <section id={id} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    {children}
  </section>
)

export const Nothing = ({ children }: { children: ComponentChildren }) => <p class="hint">{children}</p>
