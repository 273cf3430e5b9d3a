import ts from "typescript";
import type { Findings } from "./findings.js";
import { fieldIn, itemsIn } from "../diff/field-path.js";
import type { DeclaredField, GeneratedClients } from "./generated-client.js";
import { requestUse } from "./request-use.js";

/** What a pairing works with. */
export interface Context {
  readonly checker: ts.TypeChecker;
  readonly clients: GeneratedClients;
  readonly findings: Findings;
  /** Whether a file is one of the program's that are looked at. */
  readonly isOwn: (file: ts.SourceFile) => boolean;
  /** Whether a file is the compiler's or a package's, and no client's. */
  readonly isForeign: (file: ts.SourceFile) => boolean;
}

/** How far in a pairing is. */
interface Position {
  /** What is given. */
  readonly node: ts.Node;
  readonly shown: string;
  readonly isPartial: boolean;
  readonly depth: number;
}

/** As deep as types are followed in which there is nothing of a client yet. */
const deepest = 12;

/**
 * Holds the type of what is given against that of what is expected: fields of a client that are expected are written, those that are given
 * to what is no client's are read there; methods of a resource that are given are called.
 */
export class Pairing {
  readonly #context: Context;
  #done = new Map<ts.Type, Set<ts.Type>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** @param node what is given */
  of(node: ts.Node, given: ts.Type, expected: ts.Type): void {
    this.#done = new Map();
    this.#pair(given, expected, {
      node,
      shown: "",
      isPartial: isPatch(expected),
      depth: 0,
    });
  }

  #pair(given: ts.Type, expected: ts.Type, at: Position): void {
    const { checker } = this.#context;
    if (given === expected || at.depth > deepest) return;
    const target = withConstraint(checker, expected);
    const source = withConstraint(checker, given);
    if (source === target) return;
    if (this.#isUnknown(source, target, at)) return;
    const seen = this.#done.get(source) ?? new Set();
    this.#done.set(source, seen);
    if (seen.has(target)) return;
    seen.add(target);
    if (source.isUnion()) {
      for (const one of source.types) this.#pair(one, target, at);
      return;
    }
    if (target.isUnion()) {
      const fitting = target.types.filter((one) =>
        checker.isTypeAssignableTo(source, one),
      );
      for (const one of fitting) this.#pair(source, one, at);
      return;
    }
    if (!isObject(source) || !isObject(target)) return;
    const isPartial = at.isPartial || this.#isApply(target);
    this.#objects(source, target, { ...at, isPartial, depth: at.depth + 1 });
  }

  /** Says what a type does not: what is given as anything, or to anything. */
  #isUnknown(source: ts.Type, target: ts.Type, at: Position): boolean {
    const { findings } = this.#context;
    const isLoose = (type: ts.Type): boolean =>
      (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
    const where = at.shown === "" ? "" : ` at ${at.shown}`;
    if (isLoose(source)) {
      const name = this.#clientName(target);
      if (name !== undefined)
        findings.unseen(at.node, `takes any value for a ${name}${where}`);
      return true;
    }
    if (!isLoose(target)) return false;
    const name = this.#clientName(source);
    if (name !== undefined)
      findings.unseen(at.node, `gives a ${name} to what takes any${where}`);
    return true;
  }

  /** What a client's type is called: that of an object, or of one of those that it may be. */
  #clientName(type: ts.Type): string | undefined {
    if (type.isUnion())
      return type.types
        .map((one) => this.#clientName(one))
        .find((name) => name !== undefined);
    const [first] = type.getProperties();
    const field = this.#context.clients.fieldOf(first);
    return field?.schema.typeName;
  }

  #objects(source: ts.Type, target: ts.Type, at: Position): void {
    const { checker } = this.#context;
    if (checker.isArrayLikeType(source) && checker.isArrayLikeType(target)) {
      const shown = itemsIn(at.shown);
      return this.#indexed(source, target, ts.IndexKind.Number, {
        ...at,
        shown,
      });
    }
    if (this.#isSameGeneric(source, target, at)) return;
    if (this.#takesAnyField(source, target, at)) return;
    const [a] = source.getCallSignatures();
    const [b] = target.getCallSignatures();
    if (a !== undefined && b !== undefined)
      return this.#pair(a.getReturnType(), b.getReturnType(), at);
    if (this.#isForeign(target)) return;
    this.#properties(source, target, at);
    this.#indexed(source, target, ts.IndexKind.String, at);
  }

  /** As a map has it: fields are gone to by whatever name. */
  #takesAnyField(source: ts.Type, target: ts.Type, at: Position): boolean {
    const { checker, findings } = this.#context;
    const isMap =
      target.getProperties().length === 0 &&
      checker.getIndexTypeOfType(target, ts.IndexKind.String) !== undefined;
    const name = isMap ? this.#clientName(source) : undefined;
    if (name === undefined) return false;
    findings.unseen(at.node, `gives a ${name} to what takes any field`);
    return true;
  }

  #indexed(
    source: ts.Type,
    target: ts.Type,
    kind: ts.IndexKind,
    at: Position,
  ): void {
    const { checker } = this.#context;
    const [a, b] = [source, target].map((type) =>
      checker.getIndexTypeOfType(type, kind),
    );
    if (a !== undefined && b !== undefined) this.#pair(a, b, at);
  }

  /** Promises and the like of different things. */
  #isSameGeneric(source: ts.Type, target: ts.Type, at: Position): boolean {
    const { checker } = this.#context;
    const [a, b] = [source as ts.TypeReference, target as ts.TypeReference];
    if (a.target === undefined || a.target !== b.target) return false;
    const others = checker.getTypeArguments(b);
    for (const [index, one] of checker.getTypeArguments(a).entries()) {
      const other = others[index];
      if (other !== undefined) this.#pair(one, other, at);
    }
    return true;
  }

  #properties(source: ts.Type, target: ts.Type, at: Position): void {
    const { checker, clients } = this.#context;
    let expectedIn: DeclaredField | undefined;
    for (const wanted of target.getProperties()) {
      const own = checker.getPropertyOfType(source, wanted.name);
      const field = clients.fieldOf(wanted);
      expectedIn ??= field;
      if (own === undefined) continue;
      const shown = fieldIn(at.shown, wanted.name);
      this.#property(own, wanted, { ...at, shown });
    }
    const isMade = source.symbol?.declarations?.some(
      ts.isObjectLiteralExpression,
    );
    if (expectedIn === undefined || isMade !== true) return;
    this.#context.findings.use(this.#siteOf(source.symbol, at), {
      kind: "body",
      schema: expectedIn.schema,
      path: expectedIn.parent,
      // Also those that the client does not know: what is cast may be written for the new side.
      names: source.getProperties().map(({ name }) => name),
      isPartial: at.isPartial,
      shown: at.shown,
    });
  }

  #property(own: ts.Symbol, wanted: ts.Symbol, at: Position): void {
    const { checker, clients, findings } = this.#context;
    const [from, to] = [clients.fieldOf(own), clients.fieldOf(wanted)];
    const isSame =
      from !== undefined &&
      from.path === to?.path &&
      from.schema.typeName === to.schema.typeName &&
      from.schema.directory === to.schema.directory;
    if (isSame) return;
    const site = this.#siteOf(own, at);
    if (to !== undefined)
      findings.use(site, {
        kind: "field",
        schema: to.schema,
        path: to.path,
        direction: "writing",
        shown: at.shown,
        values: valuesOf(typeGiven(own, checker)),
      });
    if (from !== undefined)
      findings.use(at.node, {
        kind: "field",
        schema: from.schema,
        path: from.path,
        direction: "reading",
        shown: at.shown,
      });
    for (const declaration of own.declarations ?? []) {
      const method = clients.methodAt(declaration);
      if (method === undefined) continue;
      findings.use(at.node, requestUse(method));
      break;
    }
    const [a, b] = [
      checker.getTypeOfSymbol(own),
      checker.getTypeOfSymbol(wanted),
    ];
    this.#pair(a, b, { ...at, node: site });
  }

  /** Where a field is given: in the program, or else what it is a part of. */
  #siteOf(symbol: ts.Symbol | undefined, { node }: Position): ts.Node {
    const { isOwn } = this.#context;
    return (
      symbol?.declarations?.find((one) => isOwn(one.getSourceFile())) ?? node
    );
  }

  #isForeign({ symbol }: ts.Type): boolean {
    const { isForeign } = this.#context;
    return (
      symbol?.declarations?.some((one) => isForeign(one.getSourceFile())) ??
      false
    );
  }

  #isApply({ symbol }: ts.Type): boolean {
    return (
      symbol?.declarations?.some((one) =>
        /\/apply(?:\.d)?\.[cm]?ts$/.test(one.getSourceFile().fileName),
      ) ?? false
    );
  }
}

/** What a type has to be where it is not absent: of a type parameter, what it extends. */
function withConstraint(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  // Without null, what is not known is an object.
  if ((type.flags & ts.TypeFlags.Unknown) !== 0) return type;
  const there = checker.getNonNullableType(type);
  return checker.getBaseConstraintOfType(there) ?? there;
}

function isObject(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
}

function isPatch(type: ts.Type): boolean {
  return /^(?:Merge|Strategic)Patch/.test(type.aliasSymbol?.name ?? "");
}

/** What is written there says more than the type of the property, in which texts are texts. */
function typeGiven(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Type {
  const initializer = symbol.declarations?.find(
    ts.isPropertyAssignment,
  )?.initializer;
  return initializer === undefined
    ? checker.getTypeOfSymbol(symbol)
    : checker.getTypeAtLocation(initializer);
}

/** The values that a type of literals has; undefined for any other. */
export function valuesOf(type: ts.Type): readonly unknown[] | undefined {
  const members = type.isUnion() ? type.types : [type];
  const values = members
    .filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0)
    .map((one) =>
      one.isStringLiteral() || one.isNumberLiteral() ? one.value : undefined,
    );
  return values.includes(undefined) ? undefined : values;
}
