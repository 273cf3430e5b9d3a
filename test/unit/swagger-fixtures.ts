/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** A document of one path that has one operation. */
export const swaggerOf = (
  operation: Json,
  others: Json = {},
  item: Json = {},
): Json => ({
  swagger: "2.0",
  info: { title: "Kubernetes" },
  paths: {
    "/apis/g/v1/things": { post: { responses: {}, ...operation }, ...item },
  },
  ...others,
});
