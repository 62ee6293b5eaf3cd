// How Teams lays cards out. Colours are the page's custom properties, so light and dark need no second configuration.
const FONT = '"Segoe UI", -apple-system, Roboto, "Helvetica Neue", Arial, sans-serif';
const SIZES = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
const WEIGHTS = { lighter: 400, default: 400, bolder: 600 };

/** The one HostConfig of every card on the page. */
export const TEAMS = {
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  fontTypes: {
    default: { fontFamily: FONT, fontSizes: SIZES, fontWeights: WEIGHTS },
    monospace: { fontFamily: 'Consolas, "SF Mono", monospace', fontSizes: SIZES, fontWeights: WEIGHTS },
  },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  containerStyles: {
    default: style("transparent"),
    emphasis: style("var(--card-emphasis)"),
    accent: style("var(--card-accent-ground)"),
    good: style("var(--card-good-ground)"),
    attention: style("var(--card-attention-ground)"),
    warning: style("var(--card-warning-ground)"),
  },
  imageSizes: { small: 32, medium: 52, large: 100 },
  textBlock: { headingLevel: 4 },
  textStyles: {
    heading: { size: "large", weight: "bolder", color: "default", isSubtle: false, fontType: "default" },
    columnHeader: { size: "default", weight: "bolder", color: "default", isSubtle: false, fontType: "default" },
  },
  factSet: {
    title: { color: "default", size: "default", isSubtle: true, weight: "default", wrap: true, maxWidth: 150 },
    value: { color: "default", size: "default", isSubtle: false, weight: "default", wrap: true },
    spacing: 12,
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "bolder", size: "default", suffix: " *", suffixColor: "attention" },
      optionalInputs: { weight: "bolder", size: "default" },
    },
    errorMessage: { color: "attention", size: "small", weight: "bolder" },
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    buttonSpacing: 0, // the gap is in cards.css, so that buttons may wrap
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
    showCard: { actionMode: "inline", style: "emphasis", inlineTopMargin: 12 },
  },
  adaptiveCard: { allowCustomStyle: false },
};

/** @param {string} backgroundColor */
function style(backgroundColor) {
  return {
    backgroundColor,
    foregroundColors: {
      default: shade("--ink", "--ink-soft"),
      dark: shade("--ink", "--ink-soft"),
      light: shade("--on-dark", "--on-dark"),
      accent: shade("--card-accent", "--card-accent"),
      good: shade("--good", "--good"),
      warning: shade("--warning", "--warning"),
      attention: shade("--attention", "--attention"),
    },
  };
}

/**
 * @param {string} strong
 * @param {string} subtle
 */
function shade(strong, subtle) {
  const colours = { default: `var(${strong})`, subtle: `var(${subtle})` };
  return { ...colours, highlightColors: { default: "var(--highlight)", subtle: "var(--highlight)" } };
}
