import { classify, orchestration, step, tool, z,
  type StepHandle } from 'rehearsal';

// The article's content moderation: text, image, link
// and audio transcript are checked at once, and
// nothing is published until all of them passed. A
// check that fails or comes too late blocks as well:
// what nobody looked at is not harmless. What a post
// does not have needs no check.
interface Post {
  readonly text: string;
  readonly image?: string;
  readonly link?: string;
  readonly transcript?: string;
}

const limits = { timeout: '3s', retry: 1 } as const;

export default orchestration({
  name: 'Content moderation',
  steps: {
    text: classify(['clean', 'toxic'],
      { ...limits, model: 'gpt-4o-mini' }),
    image: tool({
      description: 'Says whether an image is safe.',
      input: z.object({ image: z.string() }),
      output: z.object({ safe: z.boolean() }),
      endpoint: 'image-safety', ...limits,
    }),
    link: tool({
      description: 'Says whether a link is safe.',
      input: z.object({ url: z.string() }),
      output: z.object({ safe: z.boolean() }),
      endpoint: 'url-reputation', ...limits,
    }),
    audio: classify(['clean', 'hate'],
      { ...limits, model: 'claude-3-haiku' }),
    publish: step(function publish(post: Post) {
      return post.text;
    }),
  },
  async run(post: Post,
    { text, image, link, audio, publish },
    { allSettled, warn }) {
    const none = 'nothing to check';
    const clean = (label: string) =>
      label === 'clean';
    const safe = (found: { safe: boolean }) =>
      found.safe;
    const checks: Record<string, StepHandle<boolean>>
      = { text: text(post.text).then(clean) };
    if (post.image === undefined) image.skip(none);
    else checks['image'] = image(
      { image: post.image }).then(safe);
    if (post.link === undefined) link.skip(none);
    else checks['link'] = link(
      { url: post.link }).then(safe);
    const { transcript } = post;
    if (transcript === undefined) audio.skip(none);
    else checks['audio'] =
      audio(transcript).then(clean);

    const found = await allSettled(checks);
    const blockedBy = Object.entries(found).flatMap(
      ([name, check]) => {
        if (check.ok && check.value) return [];
        const why = check.ok ? 'it did not pass'
          : `not checked: ${check.failure.code}`;
        return [{ name, why }];
      });
    if (blockedBy.length === 0)
      return { published: true,
        text: await publish(post) };
    for (const { name, why } of blockedBy)
      warn(`blocked by ${name}: ${why}`);
    publish.skip('not all checks passed');
    return { published: false, blockedBy };
  },
});
