/** What an orchestration imports: `import { … } from 'rehearsal'`. */
export { agent, type AgentOptions, type TakeOver } from './agent.ts';
export { approval } from './approval.ts';
export { asStep } from './as-step.ts';
export { classify, type ClassifyOptions, type Confident } from './classify.ts';
export { dag, type Node } from './dag.ts';
export { embed, type Vectors } from './embed.ts';
export { extract, type Extracted, type Fields } from './extract.ts';
export { generate, type GenerateOptions, type StructuredOptions } from './generate.ts';
export { judge, type JudgeOptions, type Judgement } from './judge.ts';
export type { ModelOptions } from './model-step.ts';
export { orchestration, type OrchestrationParts } from './orchestration.ts';
export { retrieve, type RetrieveOptions } from './retrieve.ts';
export * as z from './schema.ts';
export { sequence } from './sequence.ts';
export { step, type FunctionOptions } from './step.ts';
export { tool, type EndpointTool, type RunTool, type StepTool, type ToolDef } from './tool.ts';
export type { AgentConversation, AgentInput } from './agent-conversation.ts';
export type { AgentLimits, OnLimit } from './agent-limits.ts';
export type { AgentAnswer, AgentEntry, AgentResult, AgentUnanswered, LimitReason } from './agent-result.ts';
export type { GivenJsonSchema } from './json-schema-of.ts';
export type { Parsed, Schema } from './structured.ts';
export { wordCount } from '../base/word-count.ts';
export { done } from '../engine/patterns/work.ts';
export { append, best, latest } from '../engine/state/fields.ts';
export { StepError } from '../engine/step-error.ts';
export type { Contract } from '../engine/contract.ts';
export type { InputOf, OutputOf, StepDef, Steps } from '../engine/step-def.ts';
export type { Orchestration } from '../engine/definition.ts';
export type { ErrorFilter } from '../engine/policies/error-filter.ts';
export type { BreakerOption } from '../engine/policies/breaker.ts';
export type { BudgetOption } from '../engine/policies/budget.ts';
export type { BulkheadOption } from '../engine/policies/bulkhead.ts';
export type { FallbackLink } from '../engine/policies/fallback.ts';
export type { GateOption } from '../engine/policies/gate.ts';
export type { HedgeOption } from '../engine/policies/hedge.ts';
export type { MonitorOption } from '../engine/policies/monitor.ts';
export type { PolicyOptions } from '../engine/policies/policy.ts';
export type { RateOption } from '../engine/policies/rate.ts';
export type { RetryOption } from '../engine/policies/retry.ts';
export type { RetryBudgetOption } from '../engine/policies/retry-budget.ts';
export type { Body, Bound, Context, MapOptions } from '../engine/context.ts';
export type { Ask, Letter, Settlement } from '../engine/people.ts';
export type { Done, Settled } from '../engine/patterns/work.ts';
export type { Reducer, State, Version } from '../engine/state/fields.ts';
export type { Exchange, Session, Shared } from '../engine/state/surface.ts';
export type {
  BoundStep,
  Escalation,
  Measured,
  RunningStep,
  Skipped,
  StepContext,
  StepHandle,
} from '../engine/surface.ts';
export type { Duration } from '../base/units.ts';
export type { Failure, FailureCode } from '../model/failure.ts';
export type { Document, JsonSchema, Message, ToolCall } from '../model/request.ts';
