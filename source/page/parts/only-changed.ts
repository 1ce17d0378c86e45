import { Component, type ComponentType, type createElement } from 'preact'

/** Draws again only when one of its values is another one: parts of a view keep their identity while they are the same. */
export function onlyChanged<Props extends object>(
  part: (props: Props) => ReturnType<typeof createElement>,
): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props) {
      return Object.keys(next).some((key) => next[key as keyof Props] !== this.props[key as keyof Props])
    }
    override render() {
      return part(this.props as Props)
    }
  }
}
