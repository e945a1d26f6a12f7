/** The page of a gateway that got no good answer from the API behind it. */
export function gatewayPage(message: string): string {
  const title = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`;
}
export const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };
