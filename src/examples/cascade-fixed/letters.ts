// Letters to the desk, and what each is about in
// truth.
const written = [
  { about: 'billing',
    text: `My card got hit twice for $132
on March 3, and both lines carry invoice
INV-2025-0381. One of those is mine. The other
one you took from me, so send it back.` },
  { about: 'billing',
    text: `where do i find last month's
invoice?` },
  { about: 'billing',
    text: `We entered our Irish VAT number
before paying and were nevertheless charged €114
in VAT on INV-2025-0512. Reverse charge should
apply. How do we recover that sum?` },
  { about: 'billing',
    text: `How much is Team for twelve
people if we pay by the year?` },
  { about: 'billing',
    text: `Added two contractors mid-month
and the bill went up by $37.40, which is not two
seats by any arithmetic I know. Can someone
explain the line called "adjustment"?` },
  { about: 'billing',
    text: `Our card was declined over the
weekend and now every board is read-only. We've
added a new card. When does it unlock? We have
sprint planning in an hour.` },
  { about: 'billing',
    text: `The card on file expires at the
end of this month and the person who owned it
has retired. I'm an admin but the button to
replace it is missing for me.` },
  { about: 'billing',
    text: `Why on earth are we paying for
four people who left in January?? I deactivated
them myself. You're billing ghosts.` },
  { about: 'billing',
    text: `We want to step down from
Business to Team before the summer, as only
three of us stay on. What happens to the boards
and the old reports?` },
  { about: 'billing',
    text: `I paid for Business yesterday
but the workspace still says Free and nothing
has been unlocked` },
  { about: 'technical',
    text: `Since about nine I only get a
white screen in Chrome. The little circle spins
forever. Colleagues next to me are fine, so I
suppose it's my machine, but I can't clock a
single minute.` },
  { about: 'technical',
    text: `The export to Excel stops at
ninety percent and then the whole tab goes grey` },
  { about: 'technical',
    text: `Since this morning our weekly
report shows last month totals even though the
dates are right` },
  { about: 'technical',
    text: `LK-330 keeps popping up on my
phone. What does it want from me?` },
  { about: 'technical',
    text: `We poll /v2/entries every two
seconds from one worker and have begun to see
429 in bursts. Is the quota per token or per
workspace? Splitting the job over two tokens
made no difference at all.` },
  { about: 'technical',
    text: `Our roadmap board takes some
twenty seconds to open and dragging a card is
like pulling it through honey. It holds roughly
two thousand cards, if that matters. Other
boards are OK.` },
  { about: 'technical',
    text: `I don't get mails when somebody
mentions me anymore. Checked spam, nothing
there.` },
  { about: 'account',
    text: `I forgot my password and the
reset email never reached me, what should I do` },
  { about: 'account',
    text: `New phone since Saturday. The
authenticator app came up empty and naturally I
can't find the backup codes. I am the only owner
of the workspace, so there is no admin to ask.` },
  { about: 'account',
    text: `Does single sign-on with Okta
work on Team, or would we have to go up a level?` },
  { about: 'account',
    text: `Could you resend the invitation
for nadia@orchardfilms.example? It expired while
she was on holiday. For the moment she reads the
boards over my shoulder.` },
  { about: 'account',
    text: `Can a guest see hourly rates?` },
  { about: 'general',
    text: `Is there a version of the app
for tablets, and does it work without internet` },
  { about: 'general',
    text: `Which of your plans would suit
a small bakery with nine people who mostly track
hours` },
] as const;

/** Each in one line. */
export const letters = written.map(
  ({ about, text }) =>
    ({ about, text: text.replaceAll('\n', ' ') }));
