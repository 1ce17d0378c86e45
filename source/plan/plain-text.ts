/** Text of a plan without anything a terminal would obey, on one line, cut to `max`. */
export const plainText = (text: string, max = 300): string => {
  const line = blankControls(text).replace(/\s+/g, ' ').trim()
  return line.length > max ? `${line.slice(0, max - 1).toWellFormed()}…` : line
}

/** Control and direction characters become spaces, one for one, so that columns still count right. */
export const blankControls = (text: string): string => text.toWellFormed().replace(unprintable, ' ')

const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g
