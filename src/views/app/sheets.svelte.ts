/** Which dialog lies over the page. */
export class Sheets {
  open: 'palette' | 'shortcuts' | null = $state(null);

  show(sheet: 'palette' | 'shortcuts'): void {
    this.open = sheet;
  }

  close(): void {
    this.open = null;
  }
}
