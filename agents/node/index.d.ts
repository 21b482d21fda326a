// Messages are plain objects with the field names of proto/haze/agent/v1; enums are their names, times and counts numbers, agent_seed a BigInt.
export type Role = 'launch_provider' | 'inspector' | 'target' | 'adversary';
export type Vector = [number, number, number] | {x: number; y: number; z: number};
export interface Options { at_us?: number; id?: string; replaces?: string }
export interface Order { order_id: string; start_time_us: number; replaces: string; [action: string]: unknown }
export interface Part { orders?: Order[]; tracks?: unknown[]; assessments?: unknown[]; wake?: unknown; note?: string }
export type Answer = void | null | undefined | Order | Part | Iterable<Answer>;
export interface Turn {
  match_handle: string; seat: string; turn_id: number; time_us: number; first: boolean;
  briefing: any; memory: Record<string, any>; own: any; [field: string]: any;
}
export interface Policy { open?(briefing: any): void; decide(turn: Turn): Answer | Promise<Answer>; close?(over: any): void }

export const SECOND: number;
export function agent(roles: Role | Role[], player: ((turn: Turn) => Answer | Promise<Answer>) | (new () => Policy)): void;
export function run(options?: {name?: string; version?: string}): Promise<never>;
export function vec3(v: Vector): {x: number; y: number; z: number};
export function burn(options: Options & {dv_rtn_mps?: Vector; dv_eci_mps?: Vector}): Order;
export function point(mode: 'nadir' | 'sun', options?: Options): Order;
export function pointAlong(direction_rtn: Vector, options?: Options): Order;
export function pointAt(object_id: string, options?: Options): Order;
export function spin(rate_radps: number, options?: Options): Order;
export function search(directions_rtn: Vector[], options: Options & {until_us: number; pause_s?: number}): Order;
export function ranging(object_id: string, options: Options & {until_us: number; cadence_s?: number}): Order;
export function image(object_id: string, options: Options & {until_us: number; cadence_s?: number; count?: number}): Order;
export function downlink(options: Options & {until_us: number; drop_image_ids?: string[]}): Order;
export function message(to_seat: string, body: string | Uint8Array, options?: Options): Order;
export function cancel(order_id: string, options?: Options): Order;
export function startTask(task: string, options?: Options): Order;
export function expediteTask(task: string, options?: Options): Order;
export function holdTask(task: string, options?: Options): Order;
export function setLiftoff(liftoff_time_us: number, options?: Options): Order;
export function releaseLaunch(options?: Options): Order;
export function claim(object_id: string, estimate: {time_us: number; r_eci_m: Vector; v_eci_mps: Vector; covariance_upper: number[]}): Part;
export function wake(time_us: number, ...kinds: string[]): Part;
export function note(text: string): Part;
export function decisionOf(answer: Answer): Part;
export function codec(name: 'AgentMessage' | 'ArbiterMessage'): {encode(message: object): Buffer; decode(bytes: Buffer): any};
