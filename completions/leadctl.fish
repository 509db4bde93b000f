# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_leadctl_global_optspecs
    string join \n p/profile= config= format= lang= q/quiet v/verbose color= no-input timeout= ca-cert= h/help V/version
end

function __fish_leadctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_leadctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_leadctl_using_subcommand
    set -l cmd (__fish_leadctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c leadctl -n "__fish_leadctl_needs_command" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_needs_command" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_needs_command" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_needs_command" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_needs_command" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_needs_command" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_needs_command" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_needs_command" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_needs_command" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_needs_command" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_needs_command" -s V -l version -d 'Print version'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "configure" -d 'Make or change a profile: asks for what is missing, or takes it all from flags'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "validate" -d 'Check connection details, offline and then live, step by step'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "test-lead" -d 'Send an MSFT_TEST lead, as Marketplace does, and read it back'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "diagnose" -d 'Say what an error text means and what to do, from the catalogue of known errors'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "explain" -d 'Explain a known error, an error code, a check, or a question about leads'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "profile" -d 'List, show, remove, rename profiles; show the file\'s path; trust its commands'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "migrate" -d 'Move stored leads from a withdrawn destination to a living one'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "leads" -d 'The leads that have arrived: list, follow, export, count; and an alarm when they stop'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "scaffold" -d 'Write ready definitions that receive leads continuously, in Azure or Power Automate'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "sandbox" -d 'Run every lead destination\'s service on this machine, imitated, with faults to order'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "demo" -d 'See the main job in a few seconds, against a sandbox of its own: no account, no network'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "schema" -d 'Print the JSON Schema of a command\'s --format json, or of a file of --catalogue'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "man" -d 'Print the man page'
complete -c leadctl -n "__fish_leadctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l from-paste -d 'Take the values out of what a portal lets you copy: a file, or - for standard input' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l url -d 'Environment (instance) URL (dynamics), HTTPS endpoint URL (https); one that carries its own key as env:NAME, file:PATH … or -' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l authentication -d 'Authentication (dynamics): entra or office365' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l directory-id -d 'Directory (tenant) ID (dynamics)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l application-id -d 'Application (client) ID (dynamics)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l client-secret -d 'Client secret (older: application key) (dynamics), Client secret (marketo), as env:NAME, file:PATH … or -' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l username -d 'User name (dynamics)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l password -d 'Password (dynamics), as env:NAME, file:PATH … or -' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l public-client-id -d 'Public client\'s application ID (dynamics)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l authority-url -d 'Sign-in service (dynamics)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l oid -d 'Organization identifier (salesforce)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l web-to-lead-url -d 'Web-to-Lead address (salesforce)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l api-url -d 'My Domain address, for reading leads back (salesforce)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l api-client-id -d 'Consumer key, for reading leads back (salesforce)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l api-client-secret -d 'Consumer secret, for reading leads back (salesforce), as env:NAME, file:PATH … or -' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l munchkin-id -d 'Munchkin ID (marketo)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l form-id -d 'Form ID (marketo)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l client-id -d 'Client ID (marketo)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l server-id -d 'Server ID (until 2022) (marketo)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l rest-url -d 'REST address (marketo)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l connection-string -d 'Storage account connection string (azure-table, azure-blob), as env:NAME, file:PATH … or -' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l table -d 'Table name (azure-table)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l container -d 'Container name (azure-blob)' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l contact-email -d 'Who shall get an e-mail from Microsoft when a lead arrives; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l offer -d 'The offer, as publisherid.offerid' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l offer-title -d 'The offer\'s display name, as the test lead carries it' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l secret-store -d 'Where a secret goes that was pasted, typed or read from standard input' -r -f -a "keyring\t'The operating system\'s keyring'
file\t'A file that only you can read'"
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand configure" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l admin-profile -d 'Lend this profile\'s credentials to the checks that the profile\'s own identity may not run, such as reading roles' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l jobs -d 'Profiles that are checked side by side' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l all -d 'Work on every profile in the file'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l offline -d 'Only the checks that need no network'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l strict -d 'Exit with 1 on warnings too'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l require-verified -d 'Exit with 3 where something was not verified that could be: for want of credentials or rights, or offline'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l casing -d 'How the JSON keys of an HTTPS lead are written [default: received]' -r -f -a "received\t'camelCase, as publishers really receive it (reported by users, seen in public receivers)'
docs\t'PascalCase, as Microsoft\'s HTTPS page shows it'
faq\t'`userDetails` with PascalCase inside, as Microsoft\'s FAQ shows it'"
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l variant -d 'The shape of the lead; the others break strict receivers' -r -f -a "full\t'Every field filled, as Marketplace\'s own test lead'
minimal\t'Of the person only the e-mail address; the other fields are left out'
nulls\t'Of the person only the e-mail address; the other fields are null'
unicode\t'Names and company in several scripts'
long\t'A description of 2,000 characters'"
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l wait -d 'How long to look for the lead before giving up' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l all -d 'Work on every profile in the file'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l dry-run -d 'Show the requests and send nothing; with --format curl as commands'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l cleanup -d 'Delete the lead that this run made, never another'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l create-table -d 'Make the table if it is missing (Marketplace would, with the first lead)'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l strict -d 'Exit with 1 on warnings too'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l require-verified -d 'Exit with 3 where the lead can\'t be read back'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand test-lead" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l file -d 'Read a file: an error text, a saved mail or a log of any size, plain, gzip or zstd; may be given several times, with *, ?, [0-9] and ** (folders within folders) for many' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -s C -l context -d 'Show so many lines, at most 20, around the first place of each error in a log; 0 shows its own line' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l live -d 'Run the checks of this profile that bear on the error, and say whether and why it is so now' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l admin-profile -d 'Lend this profile\'s credentials to the checks that the profile\'s own identity may not run' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l jobs -d 'How many threads read one file (at most 256) [default: one for each processor]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l catalogue -d 'A folder of known errors of your own, a TOML file each, looked for beside the built-in ones [env: LEADCTL_CATALOGUE]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l no-fold -d 'List each error of a log by itself, the first 1000 (ndjson: all); without it, repeated ones are counted'
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l follow -d 'Go on as the logs grow, are rotated, and more match a pattern, and tell each error as it comes; Ctrl-C ends it'
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand diagnose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l catalogue -d 'A folder of entries of your own, as with diagnose [env: LEADCTL_CATALOGUE]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l all -d 'The whole catalogue, to read or, with --format json, ndjson, csv or markdown, as one document'
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -f -a "list" -d 'The profiles in the file, a line each'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -f -a "show" -d 'One profile\'s settings, plain secrets hidden'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -f -a "remove" -d 'Remove a profile'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -f -a "rename" -d 'Give a profile another name'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -f -a "path" -d 'The path of the profile file that is used here'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -f -a "trust" -d 'Allow the `command:` references of a file that was found in a folder'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and not __fish_seen_subcommand_from list show remove rename path trust help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l yes -d 'Do not ask'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l yes -d 'Do not ask'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from trust" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'The profiles in the file, a line each'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "show" -d 'One profile\'s settings, plain secrets hidden'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a profile'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "rename" -d 'Give a profile another name'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "path" -d 'The path of the profile file that is used here'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "trust" -d 'Allow the `command:` references of a file that was found in a folder'
complete -c leadctl -n "__fish_leadctl_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -f -a "blob-to-table" -d 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and not __fish_seen_subcommand_from blob-to-table help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l from -d 'The azure-blob profile whose container is read' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l to -d 'The azure-table profile whose table is written to' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l jobs -d 'Blobs that are worked on side by side' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l dry-run -d 'Read everything and write nothing: what would be copied, and what can\'t be read'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l yes -d 'Do not ask'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l create-table -d 'Make the table if it is missing (Marketplace would, with the first lead)'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from blob-to-table" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from help" -f -a "blob-to-table" -d 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run'
complete -c leadctl -n "__fish_leadctl_using_subcommand migrate; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "list" -d 'List the leads that have arrived, the newest first'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "tail" -d 'Follow the leads as they arrive, each once, in the order of their arrival'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "export" -d 'Write the leads that have arrived to a file or to standard output'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "parse" -d 'Explain a lead or a lead source: its codes in words, its person, its campaign'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "stats" -d 'Count the leads that have arrived: per day, offer, source, action, country'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "watch" -d 'Raise an alarm when leads stop: for cron and CI'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "clean" -d 'Delete MSFT_TEST leads, and never another; shows them first'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and not __fish_seen_subcommand_from list tail export parse stats watch clean help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l since -d 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l until -d 'Not newer than this, written as for --since' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l source -d 'From this source: its code or its name, such as SPZA or AppSource' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l action -d 'With this action: its code or its words, such as PLT or "contact me"' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l offer -d 'For an offer whose name or id holds this' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l email -d 'From a person whose e-mail address holds this' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l limit -d 'At most so many; 0 for all' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l sort -d 'What the list is ordered by' -r -f -a "time\t'The newest first'
offer\t''
source\t''
action\t''
country\t''
company\t''
email\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l all -d 'Work on every profile in the file'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l test -d 'MSFT_TEST leads only'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l real -d 'Everything but MSFT_TEST leads'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l unique -d 'The same person, offer and action once, with a count'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l reverse -d 'The other way round'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l mask -d 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person\'s'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l state -d 'Remember here what was delivered, so that a later run goes on' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l since -d 'Where nothing is remembered yet: begin with the leads since then [default: only new ones]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l exec -d 'Run this for each lead, with the lead as JSON on standard input; no shell is in between' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l retries -d 'How often a lead is offered to --exec again before it is given up' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l exec-timeout -d 'How long the program may take for one lead' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l dead-letter -d 'Append leads that --exec never took to this file, one JSON object a line, and go on' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l interval -d 'How often to look; while nothing comes, less and less often, down to every minute' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l overlap -d 'How far back each look reaches behind the newest lead, for those that became visible late' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l once -d 'Deliver what is there and end'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l real -d 'Leave MSFT_TEST leads out'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l mask -d 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person\'s'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l since -d 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l until -d 'Not newer than this, written as for --since' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l source -d 'From this source: its code or its name, such as SPZA or AppSource' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l action -d 'With this action: its code or its words, such as PLT or "contact me"' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l offer -d 'For an offer whose name or id holds this' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l email -d 'From a person whose e-mail address holds this' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -s o -l output -d 'Where to write; - is standard output [default: standard output]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l as -d 'What to write [default: by the file\'s ending, else csv]' -r -f -a "csv\t'For spreadsheets: a line a lead; cells that would run as formulas are made harmless by an apostrophe'
ndjson\t'For programs: a JSON object a line'
json\t'One JSON array'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l test -d 'MSFT_TEST leads only'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l real -d 'Everything but MSFT_TEST leads'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l bom -d 'Begin a CSV file with a byte-order mark, which older Excel needs to read it as UTF-8'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l fresh -d 'Begin anew, even where an interrupted export could go on'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l mask -d 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person\'s'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l file -d 'Read it from this file' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l mask -d 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person\'s'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from parse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l since -d 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l until -d 'Not newer than this, written as for --since' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l source -d 'From this source: its code or its name, such as SPZA or AppSource' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l action -d 'With this action: its code or its words, such as PLT or "contact me"' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l offer -d 'For an offer whose name or id holds this' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l email -d 'From a person whose e-mail address holds this' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l html -d 'Also write one self-contained page with charts; it holds numbers, no person\'s data' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l all -d 'Work on every profile in the file'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l test -d 'MSFT_TEST leads only'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l real -d 'Everything but MSFT_TEST leads'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l cost -d 'Say what storing the leads costs a month, by Microsoft\'s rule of thumb, and what they take'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l except -d 'With --all: not this profile, which is meant to be left out; the report says so' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l max-silence -d 'Silence that is too long [default: by the offer\'s own rhythm]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l state -d 'Remember here what was seen, so that the rhythm survives a table that is tidied up' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l offer -d 'Only offers whose name or id holds this' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l all -d 'Work on every profile in the file'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l test-lead -d 'When silent, send a test lead and delete it again'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l since -d 'Not older than this: 7d, 12h, 2026-11-01' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l until -d 'Not newer than this, written as for --since' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l yes -d 'Do not ask'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l dry-run -d 'Show what would be deleted and delete nothing'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from clean" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the leads that have arrived, the newest first'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "tail" -d 'Follow the leads as they arrive, each once, in the order of their arrival'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the leads that have arrived to a file or to standard output'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "parse" -d 'Explain a lead or a lead source: its codes in words, its person, its campaign'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Count the leads that have arrived: per day, offer, source, action, country'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "watch" -d 'Raise an alarm when leads stop: for cron and CI'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "clean" -d 'Delete MSFT_TEST leads, and never another; shows them first'
complete -c leadctl -n "__fish_leadctl_using_subcommand leads; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -f -a "azure-function" -d 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table\'s new rows'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -f -a "power-automate" -d 'A flow for Power Automate or Azure Logic Apps, in the language that both share'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and not __fish_seen_subcommand_from azure-function power-automate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l for -d 'Without a profile: what it is for. An https destination has no address before its receiver is there' -r -f -a "azure-table\t''
https\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -s o -l output -d 'The folder to write to; `-` prints a flow\'s definition. Without it nothing is written, and the files are listed' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l force -d 'Replace files that are there and differ'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l dry-run -d 'Write nothing: which files there would be, and which are there already'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from azure-function" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l for -d 'Without a profile: what it is for. An https destination has no address before its receiver is there' -r -f -a "azure-table\t''
https\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -s o -l output -d 'The folder to write to; `-` prints a flow\'s definition. Without it nothing is written, and the files are listed' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l force -d 'Replace files that are there and differ'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l dry-run -d 'Write nothing: which files there would be, and which are there already'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from power-automate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from help" -f -a "azure-function" -d 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table\'s new rows'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from help" -f -a "power-automate" -d 'A flow for Power Automate or Azure Logic Apps, in the language that both share'
complete -c leadctl -n "__fish_leadctl_using_subcommand scaffold; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l port -d 'Port to listen on; 0 takes a free one. Services with an origin of their own take the ports after it' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l profiles -d 'Where to write the profiles [default: a temporary folder, removed at the end]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l ca-out -d 'Where to write the certificate authority to trust [default: beside the profiles]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l latency -d 'Let every answer wait, such as 50ms' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l fault -d 'Start with this fault on; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l tls -d 'Speak HTTPS too, on a port of its own, with a certificate that the sandbox makes; the profiles then use it'
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l list-faults -d 'Show the faults that can be ordered and, except with --quiet, what each is, and end'
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -s p -l profile -d 'The profile to work with; may be given several times' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -l config -d 'The profile file [default: leadctl.toml here or in a parent folder, else in the user\'s configuration folder]' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -l format -d 'How results are written' -r -f -a "human\t''
json\t''
junit\t'JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch)'
sarif\t'SARIF 2.1.0, for code scanning (validate, test-lead, diagnose)'
github\t'Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch)'
curl\t'Commands for curl (test-lead --dry-run)'
ndjson\t'A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list)'
csv\t'For spreadsheets (explain, leads list, export, parse, profile list)'
markdown\t'For documentation (explain)'"
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -l lang -d 'Language of titles, causes and repairs [default: the user\'s locale, else en]' -r -f -a "en\t''
nl\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -l color -d 'Colours' -r -f -a "auto\t''
always\t''
never\t''"
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -l timeout -d 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]' -r
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -l ca-cert -d 'A PEM file with further certificate authorities to trust' -r -F
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -s q -l quiet -d 'Say less: no notes, no progress'
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -s v -l verbose -d 'Say more; -vv shows every request and answer, secrets removed'
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -l no-input -d 'Never ask: what is missing is an error that names the flag'
complete -c leadctl -n "__fish_leadctl_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "configure" -d 'Make or change a profile: asks for what is missing, or takes it all from flags'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "validate" -d 'Check connection details, offline and then live, step by step'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "test-lead" -d 'Send an MSFT_TEST lead, as Marketplace does, and read it back'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "diagnose" -d 'Say what an error text means and what to do, from the catalogue of known errors'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "explain" -d 'Explain a known error, an error code, a check, or a question about leads'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "profile" -d 'List, show, remove, rename profiles; show the file\'s path; trust its commands'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "migrate" -d 'Move stored leads from a withdrawn destination to a living one'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "leads" -d 'The leads that have arrived: list, follow, export, count; and an alarm when they stop'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "scaffold" -d 'Write ready definitions that receive leads continuously, in Azure or Power Automate'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "sandbox" -d 'Run every lead destination\'s service on this machine, imitated, with faults to order'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "demo" -d 'See the main job in a few seconds, against a sandbox of its own: no account, no network'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "schema" -d 'Print the JSON Schema of a command\'s --format json, or of a file of --catalogue'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "man" -d 'Print the man page'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and not __fish_seen_subcommand_from configure validate test-lead diagnose explain profile migrate leads scaffold sandbox demo schema completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "list" -d 'The profiles in the file, a line each'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "show" -d 'One profile\'s settings, plain secrets hidden'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "remove" -d 'Remove a profile'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "rename" -d 'Give a profile another name'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "path" -d 'The path of the profile file that is used here'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "trust" -d 'Allow the `command:` references of a file that was found in a folder'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from migrate" -f -a "blob-to-table" -d 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from leads" -f -a "list" -d 'List the leads that have arrived, the newest first'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from leads" -f -a "tail" -d 'Follow the leads as they arrive, each once, in the order of their arrival'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from leads" -f -a "export" -d 'Write the leads that have arrived to a file or to standard output'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from leads" -f -a "parse" -d 'Explain a lead or a lead source: its codes in words, its person, its campaign'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from leads" -f -a "stats" -d 'Count the leads that have arrived: per day, offer, source, action, country'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from leads" -f -a "watch" -d 'Raise an alarm when leads stop: for cron and CI'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from leads" -f -a "clean" -d 'Delete MSFT_TEST leads, and never another; shows them first'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from scaffold" -f -a "azure-function" -d 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table\'s new rows'
complete -c leadctl -n "__fish_leadctl_using_subcommand help; and __fish_seen_subcommand_from scaffold" -f -a "power-automate" -d 'A flow for Power Automate or Azure Logic Apps, in the language that both share'
