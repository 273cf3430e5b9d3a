/** Fills the tables of a page, each between `<!-- bench: NAME -->` and `<!-- /bench -->`. @throws {Error} where it has a table of a name that nobody knows */
export function fillTables(page: string, results: unknown): string;
