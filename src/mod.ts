/**
 * Core: the services of a Deno, Bun or Node app talk by messages. This is the users' door; it needs nothing but the language.
 * @module
 */
export { type Carrier } from "./core/taps.ts";
export { type Clock } from "./core/clock.ts";
export { type Answering, type Answers, type Core, createCore, type PatternOf, type SendOptions } from "./core/core.ts";
export {
  type ANSWER,
  type Content,
  defineMessage,
  defineQuery,
  defineTask,
  type Definition,
  type MessageDefinition,
  type MessageDefinitionOptions,
  type MessageStamp,
  type NOTE,
  type QueryDefinition,
  type QueryInput,
  type SchemaIssue,
  type SchemaResult,
  type StandardSchema,
  type TaskDefinition,
  type TaskInput,
} from "./core/definition.ts";
export { type AnyCoreError, CoreError, type CoreErrorCode, type CoreErrorDetails, type HandlerDetail } from "./core/errors.ts";
export { type Interceptor, type InterceptorControl } from "./core/interceptor.ts";
export { type CoreState } from "./core/lifecycle.ts";
export { type Limits } from "./core/limits.ts";
export { type Message, type MessageInput, type Verb } from "./core/message.ts";
export { type DataOf, type Known, type Other, type Sent } from "./core/message_map.ts";
export {
  type CoreOption,
  type DeliveryMode,
  type RedactedMessage,
  type RedactionRule,
  withClock,
  withCoreName,
  withDelivery,
  withLimits,
  withMessages,
  withName,
  withOnError,
  withRedaction,
  withService,
  withServiceLock,
  withServices,
} from "./core/options.ts";
export { type Outcome } from "./core/outcome.ts";
export { matches, parsePattern, type Pattern } from "./core/pattern.ts";
export { type ReplyChannel, type ReplyChannelOptions } from "./core/reply_channel.ts";
export { type Service } from "./core/held_service.ts";
export { type ServiceFactory } from "./core/services.ts";
export { type Subscription } from "./core/disposable.ts";
export { type Executor, type Handler, type SubscriptionOptions, type TaskControl } from "./core/subscription.ts";
export {
  type Dispatch,
  type DispatchOutcome,
  type EndedHandling,
  type Handling,
  type HandlingOutcome,
  type Interception,
  type Observer,
  type Progress,
  type ServiceInfo,
  type ServiceState,
  type Settings,
  type SettledDispatch,
  type SubscriptionInfo,
} from "./core/tap.ts";
export { type Task, type TaskProgress } from "./core/task.ts";
export { type MessagesOptions, type MessageStream, type NextOptions } from "./core/waiting.ts";
