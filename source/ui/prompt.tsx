import { Text, useInput } from 'ink'
import TextInput from 'ink-text-input'
import { useEffect, useSyncExternalStore } from 'react'
import type { PromptLine } from './prompt-line.ts'
import type { Store } from './store.ts'

export interface PromptState {
  line: PromptLine
  generation: number
  /** The line is being written; else it only stands there. */
  takesText: boolean
}

export interface PromptProps {
  store: Store<PromptState>
  onInserted: (text: string) => void
  onSubmit: () => void
  /** The field shows this state and takes the next key. */
  onReady: (state: PromptState) => void
}

/**
 * The prompt's row. The input field takes text at the end of what stands before the cursor, and Enter; every other
 * editing key changes the line from outside, which makes the field anew with its cursor at the end again.
 */
export function Prompt({ store, onInserted, onSubmit, onReady }: PromptProps) {
  const state = useSyncExternalStore(store.subscribe, store.get)
  const { line, generation, takesText } = state
  const { label, shown, hidden, under, after, ghost } = line
  // Keeps Ink listening while the field below is exchanged.
  useInput(() => {})
  // Effects of the field ran before: it listens.
  useEffect(() => onReady(state))
  return (
    <Text wrap="truncate-end">
      {label}
      <TextInput
        key={`${generation}.${hidden}`}
        value={shown}
        focus={takesText}
        showCursor={false}
        onChange={(value) => onInserted(value.slice(shown.length))}
        onSubmit={onSubmit}
      />
      <Text inverse={takesText}>{under || ghost.slice(0, 1) || ' '}</Text>
      {after}
      <Text dimColor>{ghost.slice(1)}</Text>
    </Text>
  )
}
