import { isRandom } from './judge.ts'
import { type SecretRule, token } from './rule.ts'

const hex = [...'0123456789abcdef']
/** Twilio's ids begin with two letters and are hexadecimal: looked for by the first digits as well, or half of all lines would be suspect. */
const twilio = hex.flatMap((first) => hex.map((second) => `SK${first}${second}`))
/**
 * A Discord token begins with the number of its owner, in base64: these are the beginnings of all numbers, longer where
 * a shorter one stands in `index`, `context` and `syntax`.
 */
const discord = Array.from({ length: 900 }, (_, index) => String(index + 100)).flatMap((number) =>
  /^n[dt][ae]x$/i.test(btoa(number))
    ? Array.from({ length: 10 }, (_, digit) => btoa(`${number}${digit}00`).slice(0, 6))
    : btoa(number),
)

/** Secrets that say themselves what they are. */
export const tokenRules: SecretRule[] = [
  token(
    'aws-key-id',
    'an AWS access key id',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  ),
  token('anthropic-key', 'an Anthropic key', ['sk-ant-'], 'sk-ant-[\\w-]{16,}'),
  token('openrouter-key', 'an OpenRouter key', ['sk-or-'], 'sk-or-(?:v\\d-)?[\\w-]{20,}'),
  token(
    'openai-key',
    'an OpenAI key',
    ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'],
    'sk-(?:proj|svcacct|admin|None)-[\\w-]{20,}',
  ),
  token('openai-key', 'an OpenAI key', ['sk-'], 'sk-[A-Za-z0-9]{20,}(?![\\w-])', {
    isReported: (key) => isRandom(key, 32),
  }),
  token('xai-key', 'an xAI key', ['xai-'], 'xai-[A-Za-z0-9]{40,}'),
  token('groq-key', 'a Groq key', ['gsk_'], 'gsk_[A-Za-z0-9]{40,}'),
  token('replicate-token', 'a Replicate token', ['r8_'], 'r8_[A-Za-z0-9]{32,}(?![\\w-])'),
  token('google-key', 'a Google API key', ['AIza'], 'AIza[\\w-]{35}(?![\\w-])'),
  token('google-oauth', 'a Google OAuth secret', ['GOCSPX-', 'ya29.'], '(?:GOCSPX-|ya29\\.)[\\w-]{20,}'),
  token(
    'github-token',
    'a GitHub token',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    '(?:gh[pousr]_[A-Za-z0-9]{30,}|ghs_\\d{1,20}_[\\w-]{20,}(?:\\.[\\w-]{20,})*|github_pat_\\w{30,})',
  ),
  token(
    'gitlab-token',
    'a GitLab token',
    [
      ...['pat', 'ptt', 'dt', 'rt', 'rtr', 'cbt', 'ft', 'oas', 'soat', 'agent', 'imt', 'ffct', 'wt'].map(
        (kind) => `gl${kind}-`,
      ),
    ],
    'gl(?:pat|ptt|dt|rtr?|cbt|ft|oas|soat|agent|imt|ffct|wt)-[\\w.-]{20,}',
  ),
  token('gitlab-token', 'a GitLab token', ['GR1348941'], 'GR1348941[\\w-]{20,}'),
  token('npm-token', 'an npm token', ['npm_'], 'npm_(?=\\w{0,40}\\d)[A-Za-z0-9]{36,}'),
  token('pypi-token', 'a PyPI token', ['pypi-'], 'pypi-[\\w-]{50,}', {
    isReported: (text) => isRandom(text, 50),
  }),
  token(
    'slack-token',
    'a Slack token',
    ['xoxa-', 'xoxb-', 'xoxe-', 'xoxe.xox', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xoxc-', 'xoxd-', 'xapp-'],
    '(?:(?:xoxe\\.)?xox[abcdeoprs]-[A-Za-z0-9%-]{10,}|xapp-\\d-[A-Za-z0-9-]{20,})',
    { isReported: (text) => /\d/.test(text) },
  ),
  token(
    'stripe-key',
    'a Stripe key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'],
    '(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{24,}={0,2})',
  ),
  token('twilio-key', 'a Twilio key', twilio, 'SK[0-9a-f]{32}(?![A-Za-z0-9])'),
  token('sendgrid-key', 'a SendGrid key', ['SG.'], 'SG\\.[\\w-]{16,32}\\.[\\w-]{30,64}'),
  token('mailgun-key', 'a Mailgun key', ['key-'], 'key-[0-9a-f]{32}(?![\\w-])'),
  token('telegram-token', 'a Telegram bot token', [], '\\d{8,10}:AA[\\w-]{32,35}(?![\\w-])', {
    hints: [':aa'],
  }),
  token(
    'discord-token',
    'a Discord token',
    discord,
    '[MNO][A-Za-z\\d]{22,27}\\.[\\w-]{6,7}\\.[\\w-]{27,40}(?![\\w-])',
  ),
  token(
    'digitalocean-token',
    'a DigitalOcean token',
    ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    'do[opr]_v1_[a-f0-9]{40,}',
  ),
  token(
    'huggingface-token',
    'a Hugging Face token',
    ['hf_', 'api_org_'],
    '(?:hf_|api_org_)[A-Za-z0-9]{30,}(?!\\w)',
  ),
  token('azure-secret', 'an Azure client secret', [], '[\\w.~-]{3}[78]Q~[\\w.~-]{31,34}(?![\\w.~-])', {
    hints: ['7q~', '8q~'],
  }),
  token(
    'shopify-token',
    'a Shopify token',
    ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    'shp(?:at|ca|pa|ss)_[A-Za-z0-9]{32,}',
  ),
  token('grafana-token', 'a Grafana token', ['glsa_', 'glc_'], 'gl(?:sa|c)_[A-Za-z0-9+/_]{32,}={0,2}'),
  token('linear-key', 'a Linear key', ['lin_api_'], 'lin_api_\\w{32,}'),
  token('notion-token', 'a Notion token', ['ntn_'], 'ntn_\\d{11}[A-Za-z0-9]{35}'),
  token('1password-token', 'a 1Password service account token', ['ops_eyJ'], 'ops_eyJ[A-Za-z0-9+/=_-]{100,}'),
  token('vault-token', 'a HashiCorp Vault token', ['hvs.', 'hvb.', 'hvr.'], 'hv[sbr]\\.[\\w-]{24,}'),
  token(
    'vercel-token',
    'a Vercel token',
    ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'],
    'vc[piark]_[A-Za-z0-9]{20,}(?!\\w)',
  ),
  token('databricks-token', 'a Databricks token', ['dapi'], 'dapi[a-f0-9]{32}(?![A-Za-z0-9])'),
  token('docker-token', 'a Docker token', ['dckr_pat_', 'dckr_oat_'], 'dckr_[po]at_[\\w-]{20,}'),
  token('figma-token', 'a Figma token', ['figd_'], 'figd_[\\w-]{40,}'),
  token(
    'cloudflare-token',
    'a Cloudflare token',
    ['cfk_', 'cfut_', 'cfat_'],
    'cf(?:k|ut|at)_[A-Za-z0-9]{40,}',
  ),
  token('tailscale-key', 'a Tailscale key', ['tskey-'], 'tskey-[a-z]{2,20}-\\w{8,40}-\\w{16,}'),
  token('atlassian-token', 'an Atlassian token', ['ATATT3', 'ATCTT3'], 'AT[AC]TT3[\\w=-]{60,}'),
  token('age-key', 'an age secret key', ['AGE-SECRET-KEY-1'], 'AGE-SECRET-KEY-1[A-Z0-9]{50,}'),
  token('jwt', 'a JSON web token', ['eyJ'], 'eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}'),
]
