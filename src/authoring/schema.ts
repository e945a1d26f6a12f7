/**
 * The schemas that contracts are written in: a part of zod (its mini build), so that an orchestration needs no import of
 * its own. Any other Standard Schema library serves as well.
 */
export {
  any,
  array,
  boolean,
  describe,
  enum,
  gte,
  int,
  literal,
  lte,
  maxLength,
  minLength,
  nullable,
  number,
  object,
  optional,
  record,
  regex,
  strictObject,
  string,
  union,
  unknown,
  type infer,
} from 'zod/mini';
