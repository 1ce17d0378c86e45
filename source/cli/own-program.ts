/** argv that starts this very program again, as a host or a worker. */
export const ownProgram = (): string[] => [process.execPath, process.argv[1] as string]
