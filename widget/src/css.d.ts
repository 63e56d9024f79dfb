/** A style sheet, minified, as the build imports it. */
declare module "*.css" {
  const text: string;
  export default text;
}
