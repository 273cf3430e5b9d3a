/**
 * An object of type `T` that has at most one of the properties `Key`.
 *
 * It can be read, and its properties assigned, as those of `T`: what is refused is an object that has several of them, as the server
 * would. Several choices stand around each other; their keys must differ.
 */
export type AtMostOne<T, Key extends keyof T> = Without<T, Key> &
  {
    [Name in Key]: Pick<T, Name> & NoneOf<Exclude<Key, Name>>;
  }[Key];

/** An object of type `T` that has exactly one of the properties `Key`. See {@link AtMostOne}. */
export type ExactlyOne<T, Key extends keyof T> = Without<T, Key> &
  {
    [Name in Key]: Required<Pick<T, Name>> & NoneOf<Exclude<Key, Name>>;
  }[Key];

/** As `Omit`, but of each member of a union. */
type Without<T, Key> = {
  [Name in keyof T as Exclude<Name, Key>]: T[Name];
};

/** Without strict null checks nothing can be assigned to `never`, not even `undefined`. */
type NoneOf<Key extends PropertyKey> = {
  [Name in Key]?: undefined extends string ? undefined : never;
};
