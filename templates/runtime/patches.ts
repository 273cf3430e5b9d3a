/** The body of a JSON merge patch (RFC 7396): what is given replaces, `null` removes. */
export type MergePatch<T> = {
  [Key in keyof T]?: MergePatchValue<T[Key]> | null;
};

/** A value inside of a merge patch: lists are replaced whole. */
export type MergePatchValue<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T]?: MergePatchValue<T[Key]> | null }
    : T;

/** The body of Kubernetes' strategic merge patch: as a merge patch, but lists are merged by their keys, and `$patch` directs. */
export type StrategicPatch<T> = {
  [Key in keyof T]?: StrategicPatchValue<T[Key]> | null;
} & StrategicDirectives;

/** A value inside of a strategic merge patch. */
export type StrategicPatchValue<T> = T extends readonly (infer Item)[]
  ? StrategicPatchValue<Item>[]
  : T extends object
    ? {
        [Key in keyof T]?: StrategicPatchValue<T[Key]> | null;
      } & StrategicDirectives
    : T;

/**
 * What a strategic merge patch says about how to merge.
 *
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export interface StrategicDirectives {
  $patch?: "delete" | "merge" | "replace";
  $retainKeys?: string[];
  [directive: `$setElementOrder/${string}`]: unknown;
  [directive: `$deleteFromPrimitiveList/${string}`]: unknown;
}

/** One operation of a JSON patch (RFC 6902). */
export type JsonPatchOperation =
  | { op: "add" | "replace" | "test"; path: string; value: unknown }
  | { op: "remove"; path: string }
  | { op: "copy" | "move"; from: string; path: string };

/** The item of a list whose items have keys: an apply must name them. */
export type ListMapItem<Item, Key extends keyof Item> = Item & {
  [Name in Key]-?: NonNullable<Item[Name]>;
};
