/** What each agent has to be told so that it asks the stub and nobody else. */
interface Told {
  env: Record<string, string>
  /** Paths below its home → text. */
  files: Record<string, string>
}

// Put together here, so that no file holds what looks like a key.
const key = ['sk', 'for', 'a', 'server', 'of', 'our', 'own'].join('-')

export function settings({ home, stub, proxy }: { home: string; stub: string; proxy: string }): Told {
  return {
    env: {
      // Whoever does not go to loopback goes to the proxy, which writes it down and refuses.
      ...{ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy },
      ...{ NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost' },
      ...{ ANTHROPIC_BASE_URL: stub, ANTHROPIC_API_KEY: key, CLAUDE_CODE_MAX_RETRIES: '1' },
      ...{ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1', DISABLE_TELEMETRY: '1' },
      OPENAI_API_KEY: key,
      ...{ GEMINI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: stub, GEMINI_MODEL: 'gemini-2.5-flash' },
      ...{ OPENCODE_CONFIG: `${home}/opencode.json`, OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_PURE: '1' },
      ...{ OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_LSP_DOWNLOAD: '1' },
    },
    files: {
      '.codex/config.toml': codex(stub),
      '.gemini/settings.json': JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { enableAutoUpdate: false },
        telemetry: { enabled: false },
      }),
      'opencode.json': JSON.stringify({
        model: 'anthropic/claude-sonnet-4-5',
        small_model: 'anthropic/claude-haiku-4-5',
        autoupdate: false,
        share: 'disabled',
        provider: { anthropic: { options: { baseURL: `${stub}/v1`, apiKey: key } } },
      }),
    },
  }
}

const codex = (stub: string): string => `model_provider = "stub"
check_for_update_on_startup = false

[analytics]
enabled = false

[feedback]
enabled = false

[features]
apps = false
plugins = false

[model_providers.stub]
name = "Stub"
base_url = "${stub}/v1"
env_key = "OPENAI_API_KEY"
wire_api = "responses"
request_max_retries = 1
stream_max_retries = 1
`
