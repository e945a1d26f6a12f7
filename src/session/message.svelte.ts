/** Something that the page says beside the verdict, and what can be done about it there. */
export interface Message {
  readonly tone: 'quiet' | 'running' | 'success' | 'failure';
  readonly text: string;
  /** The first is the likely one. */
  readonly actions: readonly { readonly title: string; readonly do: () => void }[];
}

/** One message at a time: the last word stands until it is answered or put away. */
export class MessageDoor {
  current: Message | null = $state.raw(null);

  say(text: string, tone: Message['tone'] = 'quiet', actions: Message['actions'] = []): void {
    this.current = { text, tone, actions };
  }

  /** Puts the message away; `only`: if it is still that one. */
  dismiss(only?: Message): void {
    if (only === undefined || this.current === only) this.current = null;
  }

  act(action: Message['actions'][number]): void {
    this.current = null;
    action.do();
  }
}
