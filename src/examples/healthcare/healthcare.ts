import { classify, generate, orchestration, retrieve,
  step, tool, z } from 'rehearsal';

// The article's diagnostic assistant: symptom
// classifier, literature, contraindications, report,
// "with strict compliance gates between each step".
// Before each, the access control is asked whether
// this person may use this data of this patient; what
// goes out must name nobody; and the audit log keeps
// the answer before anything is done with it. No
// answer is a no.
interface Visit {
  readonly who: string;
  readonly patient: {
    readonly id: string;
    readonly name: string;
    readonly born: string;
  };
  readonly symptoms: string;
  readonly medicines: readonly string[];
}
type Scope =
  'symptoms' | 'literature' | 'medication' | 'report';

// Nothing that is said of a patient leaves the
// region.
const inside = {
  region: 'eu', timeout: '6s',
} as const;

export default orchestration({
  name: 'Diagnostic assistant',
  steps: {
    authorise: tool({
      description: 'Who may use what of whom.',
      input: z.object({ who: z.string(),
        patient: z.string(), scope: z.string() }),
      output: z.object({ granted: z.boolean(),
        because: z.string() }),
      endpoint: 'access-control',
      timeout: '1s', retry: 1,
      fallback: { value: { granted: false,
        because: 'access control did not answer' } },
    }),
    comply: step(function namesNobody(
      { given, names }: {
        given: unknown; names: readonly string[] }) {
      const text = JSON.stringify(given)
        .toLowerCase();
      return !names.some((name) =>
        text.includes(name.toLowerCase()));
    }),
    audit: tool({
      description: 'Keeps who was let in, and why.',
      input: z.object({ who: z.string(),
        patient: z.string(), scope: z.string(),
        granted: z.boolean(), because: z.string() }),
      endpoint: 'audit-log', timeout: '2s', retry: 2,
    }),
    classifier: classify(['respiratory', 'cardiac',
      'digestive', 'skin', 'neurological'], {
      ...inside, model: 'mistral-small',
      system: `Classify the symptoms.
respiratory: cough, fever, breath
cardiac: chest pressure, heart, palpitations
digestive: stomach, nausea, vomiting
skin: rash, itching, swelling
neurological: headache, dizziness`,
    }),
    literature: retrieve({ ...inside,
      index: 'medical-literature', top: 2 }),
    medication: tool({
      ...inside, endpoint: 'contraindications',
      description: 'What medicines forbid.',
      input: z.object({
        medicines: z.array(z.string()) }),
      output: z.object({ warnings: z.array(z.object({
        pair: z.array(z.string()),
        why: z.string() })) }),
    }),
    report: generate({ ...inside, timeout: '15s',
      model: 'mistral-large',
      system: `Report to the physician, from the
literature only. Repeat every warning.` }),
  },
  async run(visit: Visit, { authorise, comply, audit,
    classifier, literature, medication, report },
  { escalate }) {
    const { who, patient, symptoms } = visit;
    const medicines = [...visit.medicines];
    const names = Object.values(patient);

    // The gate: null, or why what follows must not
    // be.
    async function denied(
      scope: Scope, given: unknown) {
      const key = { key: scope };
      const asked =
        { who, patient: patient.id, scope };
      const leave = await authorise(asked, key);
      const fit = leave.granted
        && await comply({ given, names }, key);
      const because = fit || !leave.granted
        ? leave.because
        : 'what would be sent names the patient';
      await audit(
        { ...asked, granted: fit, because }, key);
      return fit ? null : { scope, because };
    }

    let no = await denied('symptoms', symptoms);
    if (no) return escalate('access denied', no);
    const field = await classifier(symptoms);

    no = await denied('literature',
      { field, symptoms });
    if (no) return escalate('access denied', no);
    const articles = await literature(
      `${field}: ${symptoms}`);

    no = await denied('medication', medicines);
    if (no) return escalate('access denied', no);
    const { warnings } = await medication(
      { medicines });

    const findings = { question: symptoms,
      labels: { field }, articles, warnings };
    no = await denied('report', findings);
    if (no) return escalate('access denied', no);
    return { field, warnings,
      report: await report(findings) };
  },
});
