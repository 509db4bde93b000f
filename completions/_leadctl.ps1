
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'leadctl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'leadctl'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'leadctl' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('configure', 'configure', [CompletionResultType]::ParameterValue, 'Make or change a profile: asks for what is missing, or takes it all from flags')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check connection details, offline and then live, step by step')
            [CompletionResult]::new('test-lead', 'test-lead', [CompletionResultType]::ParameterValue, 'Send an MSFT_TEST lead, as Marketplace does, and read it back')
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Say what an error text means and what to do, from the catalogue of known errors')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a known error, an error code, a check, or a question about leads')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show, remove, rename profiles; show the file''s path; trust its commands')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Move stored leads from a withdrawn destination to a living one')
            [CompletionResult]::new('leads', 'leads', [CompletionResultType]::ParameterValue, 'The leads that have arrived: list, follow, export, count; and an alarm when they stop')
            [CompletionResult]::new('scaffold', 'scaffold', [CompletionResultType]::ParameterValue, 'Write ready definitions that receive leads continuously, in Azure or Power Automate')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run every lead destination''s service on this machine, imitated, with faults to order')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'See the main job in a few seconds, against a sandbox of its own: no account, no network')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a command''s --format json, or of a file of --catalogue')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;configure' {
            [CompletionResult]::new('--from-paste', '--from-paste', [CompletionResultType]::ParameterName, 'Take the values out of what a portal lets you copy: a file, or - for standard input')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Environment (instance) URL (dynamics), HTTPS endpoint URL (https); one that carries its own key as env:NAME, file:PATH … or -')
            [CompletionResult]::new('--authentication', '--authentication', [CompletionResultType]::ParameterName, 'Authentication (dynamics): entra or office365')
            [CompletionResult]::new('--directory-id', '--directory-id', [CompletionResultType]::ParameterName, 'Directory (tenant) ID (dynamics)')
            [CompletionResult]::new('--application-id', '--application-id', [CompletionResultType]::ParameterName, 'Application (client) ID (dynamics)')
            [CompletionResult]::new('--client-secret', '--client-secret', [CompletionResultType]::ParameterName, 'Client secret (older: application key) (dynamics), Client secret (marketo), as env:NAME, file:PATH … or -')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User name (dynamics)')
            [CompletionResult]::new('--password', '--password', [CompletionResultType]::ParameterName, 'Password (dynamics), as env:NAME, file:PATH … or -')
            [CompletionResult]::new('--public-client-id', '--public-client-id', [CompletionResultType]::ParameterName, 'Public client''s application ID (dynamics)')
            [CompletionResult]::new('--authority-url', '--authority-url', [CompletionResultType]::ParameterName, 'Sign-in service (dynamics)')
            [CompletionResult]::new('--oid', '--oid', [CompletionResultType]::ParameterName, 'Organization identifier (salesforce)')
            [CompletionResult]::new('--web-to-lead-url', '--web-to-lead-url', [CompletionResultType]::ParameterName, 'Web-to-Lead address (salesforce)')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'My Domain address, for reading leads back (salesforce)')
            [CompletionResult]::new('--api-client-id', '--api-client-id', [CompletionResultType]::ParameterName, 'Consumer key, for reading leads back (salesforce)')
            [CompletionResult]::new('--api-client-secret', '--api-client-secret', [CompletionResultType]::ParameterName, 'Consumer secret, for reading leads back (salesforce), as env:NAME, file:PATH … or -')
            [CompletionResult]::new('--munchkin-id', '--munchkin-id', [CompletionResultType]::ParameterName, 'Munchkin ID (marketo)')
            [CompletionResult]::new('--form-id', '--form-id', [CompletionResultType]::ParameterName, 'Form ID (marketo)')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client ID (marketo)')
            [CompletionResult]::new('--server-id', '--server-id', [CompletionResultType]::ParameterName, 'Server ID (until 2022) (marketo)')
            [CompletionResult]::new('--rest-url', '--rest-url', [CompletionResultType]::ParameterName, 'REST address (marketo)')
            [CompletionResult]::new('--connection-string', '--connection-string', [CompletionResultType]::ParameterName, 'Storage account connection string (azure-table, azure-blob), as env:NAME, file:PATH … or -')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table name (azure-table)')
            [CompletionResult]::new('--container', '--container', [CompletionResultType]::ParameterName, 'Container name (azure-blob)')
            [CompletionResult]::new('--contact-email', '--contact-email', [CompletionResultType]::ParameterName, 'Who shall get an e-mail from Microsoft when a lead arrives; may be given several times')
            [CompletionResult]::new('--offer', '--offer', [CompletionResultType]::ParameterName, 'The offer, as publisherid.offerid')
            [CompletionResult]::new('--offer-title', '--offer-title', [CompletionResultType]::ParameterName, 'The offer''s display name, as the test lead carries it')
            [CompletionResult]::new('--secret-store', '--secret-store', [CompletionResultType]::ParameterName, 'Where a secret goes that was pasted, typed or read from standard input')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;validate' {
            [CompletionResult]::new('--admin-profile', '--admin-profile', [CompletionResultType]::ParameterName, 'Lend this profile''s credentials to the checks that the profile''s own identity may not run, such as reading roles')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Profiles that are checked side by side')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Work on every profile in the file')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Only the checks that need no network')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 1 on warnings too')
            [CompletionResult]::new('--require-verified', '--require-verified', [CompletionResultType]::ParameterName, 'Exit with 3 where something was not verified that could be: for want of credentials or rights, or offline')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;test-lead' {
            [CompletionResult]::new('--casing', '--casing', [CompletionResultType]::ParameterName, 'How the JSON keys of an HTTPS lead are written [default: received]')
            [CompletionResult]::new('--variant', '--variant', [CompletionResultType]::ParameterName, 'The shape of the lead; the others break strict receivers')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long to look for the lead before giving up')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Work on every profile in the file')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show the requests and send nothing; with --format curl as commands')
            [CompletionResult]::new('--cleanup', '--cleanup', [CompletionResultType]::ParameterName, 'Delete the lead that this run made, never another')
            [CompletionResult]::new('--create-table', '--create-table', [CompletionResultType]::ParameterName, 'Make the table if it is missing (Marketplace would, with the first lead)')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 1 on warnings too')
            [CompletionResult]::new('--require-verified', '--require-verified', [CompletionResultType]::ParameterName, 'Exit with 3 where the lead can''t be read back')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;diagnose' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read a file: an error text, a saved mail or a log of any size, plain, gzip or zstd; may be given several times, with *, ?, [0-9] and ** (folders within folders) for many')
            [CompletionResult]::new('-C', '-C ', [CompletionResultType]::ParameterName, 'Show so many lines, at most 20, around the first place of each error in a log; 0 shows its own line')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Show so many lines, at most 20, around the first place of each error in a log; 0 shows its own line')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Run the checks of this profile that bear on the error, and say whether and why it is so now')
            [CompletionResult]::new('--admin-profile', '--admin-profile', [CompletionResultType]::ParameterName, 'Lend this profile''s credentials to the checks that the profile''s own identity may not run')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads read one file (at most 256) [default: one for each processor]')
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'A folder of known errors of your own, a TOML file each, looked for beside the built-in ones [env: LEADCTL_CATALOGUE]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--no-fold', '--no-fold', [CompletionResultType]::ParameterName, 'List each error of a log by itself, the first 1000 (ndjson: all); without it, repeated ones are counted')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on as the logs grow, are rotated, and more match a pattern, and tell each error as it comes; Ctrl-C ends it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;explain' {
            [CompletionResult]::new('--catalogue', '--catalogue', [CompletionResultType]::ParameterName, 'A folder of entries of your own, as with diagnose [env: LEADCTL_CATALOGUE]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'The whole catalogue, to read or, with --format json, ndjson, csv or markdown, as one document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;profile' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'The profiles in the file, a line each')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'One profile''s settings, plain secrets hidden')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a profile another name')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'The path of the profile file that is used here')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Allow the `command:` references of a file that was found in a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;profile;list' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;profile;show' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;profile;remove' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;profile;rename' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;profile;path' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;profile;trust' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;profile;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'The profiles in the file, a line each')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'One profile''s settings, plain secrets hidden')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a profile another name')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'The path of the profile file that is used here')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Allow the `command:` references of a file that was found in a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;profile;help;list' {
            break
        }
        'leadctl;profile;help;show' {
            break
        }
        'leadctl;profile;help;remove' {
            break
        }
        'leadctl;profile;help;rename' {
            break
        }
        'leadctl;profile;help;path' {
            break
        }
        'leadctl;profile;help;trust' {
            break
        }
        'leadctl;profile;help;help' {
            break
        }
        'leadctl;migrate' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('blob-to-table', 'blob-to-table', [CompletionResultType]::ParameterValue, 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;migrate;blob-to-table' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The azure-blob profile whose container is read')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The azure-table profile whose table is written to')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Blobs that are worked on side by side')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Read everything and write nothing: what would be copied, and what can''t be read')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--create-table', '--create-table', [CompletionResultType]::ParameterName, 'Make the table if it is missing (Marketplace would, with the first lead)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;migrate;help' {
            [CompletionResult]::new('blob-to-table', 'blob-to-table', [CompletionResultType]::ParameterValue, 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;migrate;help;blob-to-table' {
            break
        }
        'leadctl;migrate;help;help' {
            break
        }
        'leadctl;leads' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the leads that have arrived, the newest first')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Follow the leads as they arrive, each once, in the order of their arrival')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the leads that have arrived to a file or to standard output')
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Explain a lead or a lead source: its codes in words, its person, its campaign')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count the leads that have arrived: per day, offer, source, action, country')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Raise an alarm when leads stop: for cron and CI')
            [CompletionResult]::new('clean', 'clean', [CompletionResultType]::ParameterValue, 'Delete MSFT_TEST leads, and never another; shows them first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;leads;list' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Not newer than this, written as for --since')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'From this source: its code or its name, such as SPZA or AppSource')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'With this action: its code or its words, such as PLT or "contact me"')
            [CompletionResult]::new('--offer', '--offer', [CompletionResultType]::ParameterName, 'For an offer whose name or id holds this')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'From a person whose e-mail address holds this')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many; 0 for all')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'What the list is ordered by')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Work on every profile in the file')
            [CompletionResult]::new('--test', '--test', [CompletionResultType]::ParameterName, 'MSFT_TEST leads only')
            [CompletionResult]::new('--real', '--real', [CompletionResultType]::ParameterName, 'Everything but MSFT_TEST leads')
            [CompletionResult]::new('--unique', '--unique', [CompletionResultType]::ParameterName, 'The same person, offer and action once, with a count')
            [CompletionResult]::new('--reverse', '--reverse', [CompletionResultType]::ParameterName, 'The other way round')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;leads;tail' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Remember here what was delivered, so that a later run goes on')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Where nothing is remembered yet: begin with the leads since then [default: only new ones]')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Run this for each lead, with the lead as JSON on standard input; no shell is in between')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often a lead is offered to --exec again before it is given up')
            [CompletionResult]::new('--exec-timeout', '--exec-timeout', [CompletionResultType]::ParameterName, 'How long the program may take for one lead')
            [CompletionResult]::new('--dead-letter', '--dead-letter', [CompletionResultType]::ParameterName, 'Append leads that --exec never took to this file, one JSON object a line, and go on')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'How often to look; while nothing comes, less and less often, down to every minute')
            [CompletionResult]::new('--overlap', '--overlap', [CompletionResultType]::ParameterName, 'How far back each look reaches behind the newest lead, for those that became visible late')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'Deliver what is there and end')
            [CompletionResult]::new('--real', '--real', [CompletionResultType]::ParameterName, 'Leave MSFT_TEST leads out')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;leads;export' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Not newer than this, written as for --since')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'From this source: its code or its name, such as SPZA or AppSource')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'With this action: its code or its words, such as PLT or "contact me"')
            [CompletionResult]::new('--offer', '--offer', [CompletionResultType]::ParameterName, 'For an offer whose name or id holds this')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'From a person whose e-mail address holds this')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write; - is standard output [default: standard output]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where to write; - is standard output [default: standard output]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What to write [default: by the file''s ending, else csv]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--test', '--test', [CompletionResultType]::ParameterName, 'MSFT_TEST leads only')
            [CompletionResult]::new('--real', '--real', [CompletionResultType]::ParameterName, 'Everything but MSFT_TEST leads')
            [CompletionResult]::new('--bom', '--bom', [CompletionResultType]::ParameterName, 'Begin a CSV file with a byte-order mark, which older Excel needs to read it as UTF-8')
            [CompletionResult]::new('--fresh', '--fresh', [CompletionResultType]::ParameterName, 'Begin anew, even where an interrupted export could go on')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;leads;parse' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read it from this file')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;leads;stats' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Not newer than this, written as for --since')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'From this source: its code or its name, such as SPZA or AppSource')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'With this action: its code or its words, such as PLT or "contact me"')
            [CompletionResult]::new('--offer', '--offer', [CompletionResultType]::ParameterName, 'For an offer whose name or id holds this')
            [CompletionResult]::new('--email', '--email', [CompletionResultType]::ParameterName, 'From a person whose e-mail address holds this')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Also write one self-contained page with charts; it holds numbers, no person''s data')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Work on every profile in the file')
            [CompletionResult]::new('--test', '--test', [CompletionResultType]::ParameterName, 'MSFT_TEST leads only')
            [CompletionResult]::new('--real', '--real', [CompletionResultType]::ParameterName, 'Everything but MSFT_TEST leads')
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Say what storing the leads costs a month, by Microsoft''s rule of thumb, and what they take')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;leads;watch' {
            [CompletionResult]::new('--except', '--except', [CompletionResultType]::ParameterName, 'With --all: not this profile, which is meant to be left out; the report says so')
            [CompletionResult]::new('--max-silence', '--max-silence', [CompletionResultType]::ParameterName, 'Silence that is too long [default: by the offer''s own rhythm]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Remember here what was seen, so that the rhythm survives a table that is tidied up')
            [CompletionResult]::new('--offer', '--offer', [CompletionResultType]::ParameterName, 'Only offers whose name or id holds this')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Work on every profile in the file')
            [CompletionResult]::new('--test-lead', '--test-lead', [CompletionResultType]::ParameterName, 'When silent, send a test lead and delete it again')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;leads;clean' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Not older than this: 7d, 12h, 2026-11-01')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Not newer than this, written as for --since')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be deleted and delete nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;leads;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the leads that have arrived, the newest first')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Follow the leads as they arrive, each once, in the order of their arrival')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the leads that have arrived to a file or to standard output')
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Explain a lead or a lead source: its codes in words, its person, its campaign')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count the leads that have arrived: per day, offer, source, action, country')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Raise an alarm when leads stop: for cron and CI')
            [CompletionResult]::new('clean', 'clean', [CompletionResultType]::ParameterValue, 'Delete MSFT_TEST leads, and never another; shows them first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;leads;help;list' {
            break
        }
        'leadctl;leads;help;tail' {
            break
        }
        'leadctl;leads;help;export' {
            break
        }
        'leadctl;leads;help;parse' {
            break
        }
        'leadctl;leads;help;stats' {
            break
        }
        'leadctl;leads;help;watch' {
            break
        }
        'leadctl;leads;help;clean' {
            break
        }
        'leadctl;leads;help;help' {
            break
        }
        'leadctl;scaffold' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('azure-function', 'azure-function', [CompletionResultType]::ParameterValue, 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table''s new rows')
            [CompletionResult]::new('power-automate', 'power-automate', [CompletionResultType]::ParameterValue, 'A flow for Power Automate or Azure Logic Apps, in the language that both share')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;scaffold;azure-function' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Without a profile: what it is for. An https destination has no address before its receiver is there')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are there and differ')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: which files there would be, and which are there already')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;scaffold;power-automate' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Without a profile: what it is for. An https destination has no address before its receiver is there')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are there and differ')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: which files there would be, and which are there already')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;scaffold;help' {
            [CompletionResult]::new('azure-function', 'azure-function', [CompletionResultType]::ParameterValue, 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table''s new rows')
            [CompletionResult]::new('power-automate', 'power-automate', [CompletionResultType]::ParameterValue, 'A flow for Power Automate or Azure Logic Apps, in the language that both share')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;scaffold;help;azure-function' {
            break
        }
        'leadctl;scaffold;help;power-automate' {
            break
        }
        'leadctl;scaffold;help;help' {
            break
        }
        'leadctl;sandbox' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 takes a free one. Services with an origin of their own take the ports after it')
            [CompletionResult]::new('--profiles', '--profiles', [CompletionResultType]::ParameterName, 'Where to write the profiles [default: a temporary folder, removed at the end]')
            [CompletionResult]::new('--ca-out', '--ca-out', [CompletionResultType]::ParameterName, 'Where to write the certificate authority to trust [default: beside the profiles]')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Let every answer wait, such as 50ms')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Start with this fault on; may be given several times')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('--tls', '--tls', [CompletionResultType]::ParameterName, 'Speak HTTPS too, on a port of its own, with a certificate that the sandbox makes; the profiles then use it')
            [CompletionResult]::new('--list-faults', '--list-faults', [CompletionResultType]::ParameterName, 'Show the faults that can be ordered and, except with --quiet, what each is, and end')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;demo' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;schema' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;completions' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;man' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile to work with; may be given several times')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How results are written')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of titles, causes and repairs [default: the user''s locale, else en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'A PEM file with further certificate authorities to trust')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: no notes, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more; -vv shows every request and answer, secrets removed')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask: what is missing is an error that names the flag')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'leadctl;help' {
            [CompletionResult]::new('configure', 'configure', [CompletionResultType]::ParameterValue, 'Make or change a profile: asks for what is missing, or takes it all from flags')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Check connection details, offline and then live, step by step')
            [CompletionResult]::new('test-lead', 'test-lead', [CompletionResultType]::ParameterValue, 'Send an MSFT_TEST lead, as Marketplace does, and read it back')
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Say what an error text means and what to do, from the catalogue of known errors')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a known error, an error code, a check, or a question about leads')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'List, show, remove, rename profiles; show the file''s path; trust its commands')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Move stored leads from a withdrawn destination to a living one')
            [CompletionResult]::new('leads', 'leads', [CompletionResultType]::ParameterValue, 'The leads that have arrived: list, follow, export, count; and an alarm when they stop')
            [CompletionResult]::new('scaffold', 'scaffold', [CompletionResultType]::ParameterValue, 'Write ready definitions that receive leads continuously, in Azure or Power Automate')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run every lead destination''s service on this machine, imitated, with faults to order')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'See the main job in a few seconds, against a sandbox of its own: no account, no network')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a command''s --format json, or of a file of --catalogue')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'leadctl;help;configure' {
            break
        }
        'leadctl;help;validate' {
            break
        }
        'leadctl;help;test-lead' {
            break
        }
        'leadctl;help;diagnose' {
            break
        }
        'leadctl;help;explain' {
            break
        }
        'leadctl;help;profile' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'The profiles in the file, a line each')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'One profile''s settings, plain secrets hidden')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a profile another name')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'The path of the profile file that is used here')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Allow the `command:` references of a file that was found in a folder')
            break
        }
        'leadctl;help;profile;list' {
            break
        }
        'leadctl;help;profile;show' {
            break
        }
        'leadctl;help;profile;remove' {
            break
        }
        'leadctl;help;profile;rename' {
            break
        }
        'leadctl;help;profile;path' {
            break
        }
        'leadctl;help;profile;trust' {
            break
        }
        'leadctl;help;migrate' {
            [CompletionResult]::new('blob-to-table', 'blob-to-table', [CompletionResultType]::ParameterValue, 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run')
            break
        }
        'leadctl;help;migrate;blob-to-table' {
            break
        }
        'leadctl;help;leads' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the leads that have arrived, the newest first')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Follow the leads as they arrive, each once, in the order of their arrival')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the leads that have arrived to a file or to standard output')
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Explain a lead or a lead source: its codes in words, its person, its campaign')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count the leads that have arrived: per day, offer, source, action, country')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Raise an alarm when leads stop: for cron and CI')
            [CompletionResult]::new('clean', 'clean', [CompletionResultType]::ParameterValue, 'Delete MSFT_TEST leads, and never another; shows them first')
            break
        }
        'leadctl;help;leads;list' {
            break
        }
        'leadctl;help;leads;tail' {
            break
        }
        'leadctl;help;leads;export' {
            break
        }
        'leadctl;help;leads;parse' {
            break
        }
        'leadctl;help;leads;stats' {
            break
        }
        'leadctl;help;leads;watch' {
            break
        }
        'leadctl;help;leads;clean' {
            break
        }
        'leadctl;help;scaffold' {
            [CompletionResult]::new('azure-function', 'azure-function', [CompletionResultType]::ParameterValue, 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table''s new rows')
            [CompletionResult]::new('power-automate', 'power-automate', [CompletionResultType]::ParameterValue, 'A flow for Power Automate or Azure Logic Apps, in the language that both share')
            break
        }
        'leadctl;help;scaffold;azure-function' {
            break
        }
        'leadctl;help;scaffold;power-automate' {
            break
        }
        'leadctl;help;sandbox' {
            break
        }
        'leadctl;help;demo' {
            break
        }
        'leadctl;help;schema' {
            break
        }
        'leadctl;help;completions' {
            break
        }
        'leadctl;help;man' {
            break
        }
        'leadctl;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
