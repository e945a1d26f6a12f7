const SECTION = '## As a package\n';

/**
 * The README of the package, out of the project's: its title, its first paragraph, and the section on the package.
 * @throws {Error} when one of them is not there.
 */
export function packageReadme(readme: string): string {
  const [title, first] = readme.split(/\n{2,}/);
  const [, after] = readme.split(`\n${SECTION}`);
  if (!title?.startsWith('# ') || first === undefined || after === undefined)
    throw new Error(
      `README.md must begin with a title and a paragraph, and have a section '${SECTION.trim()}'`,
    );
  const section = after.split(/\n## /)[0]!.trim();
  return `${title}\n\n${first}\n\n${section}\n\nLicence: MIT. Licences of what is bundled: THIRD-PARTY.md.\n`;
}
