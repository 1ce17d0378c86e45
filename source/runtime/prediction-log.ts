import { type Prediction, predictionSchema } from '../model/routing.ts'
import { appendLine, readLines } from './line-file.ts'
import type { Places } from './places.ts'

/** `predictions.jsonl`: what was thought of each try of every session, and what came of it. It stays on this machine. */
export const logPrediction = (
  { predictions }: Pick<Places, 'predictions'>,
  line: Prediction,
): Promise<void> => appendLine(predictions, line)

/** The newest, oldest first. Of a run the last line counts: tests may turn red with it after it had passed. */
export async function readPredictions({ predictions }: Pick<Places, 'predictions'>): Promise<Prediction[]> {
  const lines = await readLines(predictions, predictionSchema)
  return [...new Map(lines.map((line) => [`${line.session} ${line.run}`, line])).values()]
}
