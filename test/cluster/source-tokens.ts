import ts from "typescript";

/** What a TypeScript text says, token by token: without comments, and however it is laid out. */
export function tokensOf(text: string): readonly string[] {
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    true,
    ts.LanguageVariant.Standard,
    text,
  );
  const tokens: string[] = [];
  /** How many braces are open within each template literal that we are in. */
  const templates: number[] = [];
  for (
    let kind = scanner.scan();
    kind !== ts.SyntaxKind.EndOfFileToken;
    kind = scanner.scan()
  ) {
    if (kind === ts.SyntaxKind.TemplateHead) templates.push(0);
    const depth = templates.at(-1);
    if (depth !== undefined) {
      if (kind === ts.SyntaxKind.OpenBraceToken)
        templates.push((templates.pop() ?? 0) + 1);
      if (kind === ts.SyntaxKind.CloseBraceToken) {
        if (depth > 0) templates.push((templates.pop() ?? 0) - 1);
        else if (
          scanner.reScanTemplateToken(false) === ts.SyntaxKind.TemplateTail
        )
          templates.pop();
      }
    }
    tokens.push(scanner.getTokenText());
  }
  return tokens;
}
