/** What `kubernetes.ts`, and so each way in, exports beside the root client: errors, types, and what goes with the resources of every client. */
export const rootExports = `export {
  canI,
  whoAmI,
  type AccessVerb,
  type PathAccess,
  type ResourceAccess,
  type UserInfo,
} from "./runtime/access.js";
export * from "./runtime/conflict.js";
export { formatDuration, parseDuration } from "./runtime/duration.js";
export * from "./runtime/errors.js";
export * from "./runtime/event-recorder.js";
export type { Impersonation } from "./runtime/impersonation.js";
export {
  informer,
  type Clock,
  type FailureSource,
  type Indexer,
  type Informable,
  type Informer,
  type InformerChange,
  type InformerOptions,
  type ObjectStore,
} from "./runtime/informer.js";
export { isPercent, resolveIntOrPercent } from "./runtime/int-or-string.js";
export * from "./runtime/leader-election.js";
export {
  fieldManagers,
  ownedFields,
  type FieldManager,
} from "./runtime/managed-fields.js";
export type { ObjectHandle } from "./runtime/object.js";
export * from "./runtime/ownership.js";
export {
  ExactQuantity,
  formatQuantity,
  parseQuantity,
  type QuantityFormat,
  type QuantityInput,
} from "./runtime/quantity.js";
export type {
  OutgoingRequest,
  RequestObserver,
  RequestOutcome,
} from "./runtime/request-observer.js";
export type { AccessQuery, RawRequest, RootClient } from "./runtime/root.js";
export type {
  CoreVersions,
  HealthCheck,
  HealthOptions,
  HealthReport,
  HealthReportOptions,
  OpenAPIIndex,
  ServerGroups,
  ServerPaths,
  ServerResources,
  ServerVersionInfo,
} from "./runtime/server.js";
export type {
  ServerWarning,
  WarningHandler,
} from "./runtime/server-warnings.js";
export {
  sharedInformers,
  type SharedInformers,
} from "./runtime/shared-informers.js";
export * from "./runtime/states.js";
export {
  epochMicroseconds,
  toDate,
  toMicroTime,
  toTime,
} from "./runtime/time.js";
export type * from "./runtime/types.js";
export type { UntypedResource } from "./runtime/untyped.js";
export * from "./runtime/views.js";
export * from "./runtime/wait.js";
export * from "./runtime/work-queue.js";
`;
