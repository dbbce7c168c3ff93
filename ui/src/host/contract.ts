export interface Calls { [name: string]: { input: any; output: any } }
export const topics: Record<string, string[]> = {}
