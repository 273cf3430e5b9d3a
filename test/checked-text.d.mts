/** A generated file as tests have compilers take it: without the line that keeps those of users from checking it. */
export function checkedText(text: string): string;
