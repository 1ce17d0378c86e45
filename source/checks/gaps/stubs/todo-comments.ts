/**
 * A marker begins its line of a comment, or is followed by what is to be done: `Fine. TODO: less of it`. The word in a
 * sentence about such markers is none.
 */
const MARKER =
  /(?:^[\s/#*;!<-]*@?|[.;]\s+@?)(?:TODO|FIXME)\b(?=$|\s|[:(\-–—,.!?])|(?<![\w`'"./-])(?:TODO|FIXME)(?=:\s|\([\w@ .#-]+\):)/

const QUOTED = /`[^`]*`|"[^"]*"/g

/** Where a comment says that something is left to do, in UTF-16 units from its beginning. */
export function findMarkers(comment: string): number[] {
  let offset = 0
  return comment.split('\n').flatMap((line) => {
    const found = MARKER.exec(line.replace(QUOTED, (quoted) => ' '.repeat(quoted.length)))
    const at = found ? [offset + found.index + found[0].search(/TODO|FIXME/)] : []
    offset += line.length + 1
    return at
  })
}
