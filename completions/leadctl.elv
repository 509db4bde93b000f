
use builtin;
use str;

set edit:completion:arg-completer[leadctl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'leadctl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'leadctl'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand configure 'Make or change a profile: asks for what is missing, or takes it all from flags'
            cand validate 'Check connection details, offline and then live, step by step'
            cand test-lead 'Send an MSFT_TEST lead, as Marketplace does, and read it back'
            cand diagnose 'Say what an error text means and what to do, from the catalogue of known errors'
            cand explain 'Explain a known error, an error code, a check, or a question about leads'
            cand profile 'List, show, remove, rename profiles; show the file''s path; trust its commands'
            cand migrate 'Move stored leads from a withdrawn destination to a living one'
            cand leads 'The leads that have arrived: list, follow, export, count; and an alarm when they stop'
            cand scaffold 'Write ready definitions that receive leads continuously, in Azure or Power Automate'
            cand sandbox 'Run every lead destination''s service on this machine, imitated, with faults to order'
            cand demo 'See the main job in a few seconds, against a sandbox of its own: no account, no network'
            cand schema 'Print the JSON Schema of a command''s --format json, or of a file of --catalogue'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the man page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;configure'= {
            cand --from-paste 'Take the values out of what a portal lets you copy: a file, or - for standard input'
            cand --url 'Environment (instance) URL (dynamics), HTTPS endpoint URL (https); one that carries its own key as env:NAME, file:PATH … or -'
            cand --authentication 'Authentication (dynamics): entra or office365'
            cand --directory-id 'Directory (tenant) ID (dynamics)'
            cand --application-id 'Application (client) ID (dynamics)'
            cand --client-secret 'Client secret (older: application key) (dynamics), Client secret (marketo), as env:NAME, file:PATH … or -'
            cand --username 'User name (dynamics)'
            cand --password 'Password (dynamics), as env:NAME, file:PATH … or -'
            cand --public-client-id 'Public client''s application ID (dynamics)'
            cand --authority-url 'Sign-in service (dynamics)'
            cand --oid 'Organization identifier (salesforce)'
            cand --web-to-lead-url 'Web-to-Lead address (salesforce)'
            cand --api-url 'My Domain address, for reading leads back (salesforce)'
            cand --api-client-id 'Consumer key, for reading leads back (salesforce)'
            cand --api-client-secret 'Consumer secret, for reading leads back (salesforce), as env:NAME, file:PATH … or -'
            cand --munchkin-id 'Munchkin ID (marketo)'
            cand --form-id 'Form ID (marketo)'
            cand --client-id 'Client ID (marketo)'
            cand --server-id 'Server ID (until 2022) (marketo)'
            cand --rest-url 'REST address (marketo)'
            cand --connection-string 'Storage account connection string (azure-table, azure-blob), as env:NAME, file:PATH … or -'
            cand --table 'Table name (azure-table)'
            cand --container 'Container name (azure-blob)'
            cand --contact-email 'Who shall get an e-mail from Microsoft when a lead arrives; may be given several times'
            cand --offer 'The offer, as publisherid.offerid'
            cand --offer-title 'The offer''s display name, as the test lead carries it'
            cand --secret-store 'Where a secret goes that was pasted, typed or read from standard input'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;validate'= {
            cand --admin-profile 'Lend this profile''s credentials to the checks that the profile''s own identity may not run, such as reading roles'
            cand --jobs 'Profiles that are checked side by side'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --all 'Work on every profile in the file'
            cand --offline 'Only the checks that need no network'
            cand --strict 'Exit with 1 on warnings too'
            cand --require-verified 'Exit with 3 where something was not verified that could be: for want of credentials or rights, or offline'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;test-lead'= {
            cand --casing 'How the JSON keys of an HTTPS lead are written [default: received]'
            cand --variant 'The shape of the lead; the others break strict receivers'
            cand --wait 'How long to look for the lead before giving up'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --all 'Work on every profile in the file'
            cand --dry-run 'Show the requests and send nothing; with --format curl as commands'
            cand --cleanup 'Delete the lead that this run made, never another'
            cand --create-table 'Make the table if it is missing (Marketplace would, with the first lead)'
            cand --strict 'Exit with 1 on warnings too'
            cand --require-verified 'Exit with 3 where the lead can''t be read back'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;diagnose'= {
            cand --file 'Read a file: an error text, a saved mail or a log of any size, plain, gzip or zstd; may be given several times, with *, ?, [0-9] and ** (folders within folders) for many'
            cand -C 'Show so many lines, at most 20, around the first place of each error in a log; 0 shows its own line'
            cand --context 'Show so many lines, at most 20, around the first place of each error in a log; 0 shows its own line'
            cand --live 'Run the checks of this profile that bear on the error, and say whether and why it is so now'
            cand --admin-profile 'Lend this profile''s credentials to the checks that the profile''s own identity may not run'
            cand --jobs 'How many threads read one file (at most 256) [default: one for each processor]'
            cand --catalogue 'A folder of known errors of your own, a TOML file each, looked for beside the built-in ones [env: LEADCTL_CATALOGUE]'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --no-fold 'List each error of a log by itself, the first 1000 (ndjson: all); without it, repeated ones are counted'
            cand --follow 'Go on as the logs grow, are rotated, and more match a pattern, and tell each error as it comes; Ctrl-C ends it'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;explain'= {
            cand --catalogue 'A folder of entries of your own, as with diagnose [env: LEADCTL_CATALOGUE]'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --all 'The whole catalogue, to read or, with --format json, ndjson, csv or markdown, as one document'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;profile'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'The profiles in the file, a line each'
            cand show 'One profile''s settings, plain secrets hidden'
            cand remove 'Remove a profile'
            cand rename 'Give a profile another name'
            cand path 'The path of the profile file that is used here'
            cand trust 'Allow the `command:` references of a file that was found in a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;profile;list'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;profile;show'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;profile;remove'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --yes 'Do not ask'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;profile;rename'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;profile;path'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;profile;trust'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --yes 'Do not ask'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;profile;help'= {
            cand list 'The profiles in the file, a line each'
            cand show 'One profile''s settings, plain secrets hidden'
            cand remove 'Remove a profile'
            cand rename 'Give a profile another name'
            cand path 'The path of the profile file that is used here'
            cand trust 'Allow the `command:` references of a file that was found in a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;profile;help;list'= {
        }
        &'leadctl;profile;help;show'= {
        }
        &'leadctl;profile;help;remove'= {
        }
        &'leadctl;profile;help;rename'= {
        }
        &'leadctl;profile;help;path'= {
        }
        &'leadctl;profile;help;trust'= {
        }
        &'leadctl;profile;help;help'= {
        }
        &'leadctl;migrate'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand blob-to-table 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;migrate;blob-to-table'= {
            cand --from 'The azure-blob profile whose container is read'
            cand --to 'The azure-table profile whose table is written to'
            cand --jobs 'Blobs that are worked on side by side'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --dry-run 'Read everything and write nothing: what would be copied, and what can''t be read'
            cand --yes 'Do not ask'
            cand --create-table 'Make the table if it is missing (Marketplace would, with the first lead)'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;migrate;help'= {
            cand blob-to-table 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;migrate;help;blob-to-table'= {
        }
        &'leadctl;migrate;help;help'= {
        }
        &'leadctl;leads'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the leads that have arrived, the newest first'
            cand tail 'Follow the leads as they arrive, each once, in the order of their arrival'
            cand export 'Write the leads that have arrived to a file or to standard output'
            cand parse 'Explain a lead or a lead source: its codes in words, its person, its campaign'
            cand stats 'Count the leads that have arrived: per day, offer, source, action, country'
            cand watch 'Raise an alarm when leads stop: for cron and CI'
            cand clean 'Delete MSFT_TEST leads, and never another; shows them first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;leads;list'= {
            cand --since 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z'
            cand --until 'Not newer than this, written as for --since'
            cand --source 'From this source: its code or its name, such as SPZA or AppSource'
            cand --action 'With this action: its code or its words, such as PLT or "contact me"'
            cand --offer 'For an offer whose name or id holds this'
            cand --email 'From a person whose e-mail address holds this'
            cand --limit 'At most so many; 0 for all'
            cand --sort 'What the list is ordered by'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --all 'Work on every profile in the file'
            cand --test 'MSFT_TEST leads only'
            cand --real 'Everything but MSFT_TEST leads'
            cand --unique 'The same person, offer and action once, with a count'
            cand --reverse 'The other way round'
            cand --mask 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;leads;tail'= {
            cand --state 'Remember here what was delivered, so that a later run goes on'
            cand --since 'Where nothing is remembered yet: begin with the leads since then [default: only new ones]'
            cand --exec 'Run this for each lead, with the lead as JSON on standard input; no shell is in between'
            cand --retries 'How often a lead is offered to --exec again before it is given up'
            cand --exec-timeout 'How long the program may take for one lead'
            cand --dead-letter 'Append leads that --exec never took to this file, one JSON object a line, and go on'
            cand --interval 'How often to look; while nothing comes, less and less often, down to every minute'
            cand --overlap 'How far back each look reaches behind the newest lead, for those that became visible late'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --once 'Deliver what is there and end'
            cand --real 'Leave MSFT_TEST leads out'
            cand --mask 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;leads;export'= {
            cand --since 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z'
            cand --until 'Not newer than this, written as for --since'
            cand --source 'From this source: its code or its name, such as SPZA or AppSource'
            cand --action 'With this action: its code or its words, such as PLT or "contact me"'
            cand --offer 'For an offer whose name or id holds this'
            cand --email 'From a person whose e-mail address holds this'
            cand -o 'Where to write; - is standard output [default: standard output]'
            cand --output 'Where to write; - is standard output [default: standard output]'
            cand --as 'What to write [default: by the file''s ending, else csv]'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --test 'MSFT_TEST leads only'
            cand --real 'Everything but MSFT_TEST leads'
            cand --bom 'Begin a CSV file with a byte-order mark, which older Excel needs to read it as UTF-8'
            cand --fresh 'Begin anew, even where an interrupted export could go on'
            cand --mask 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;leads;parse'= {
            cand --file 'Read it from this file'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --mask 'Hide names, e-mail addresses, telephone numbers and whatever else may be a person''s'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;leads;stats'= {
            cand --since 'Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z'
            cand --until 'Not newer than this, written as for --since'
            cand --source 'From this source: its code or its name, such as SPZA or AppSource'
            cand --action 'With this action: its code or its words, such as PLT or "contact me"'
            cand --offer 'For an offer whose name or id holds this'
            cand --email 'From a person whose e-mail address holds this'
            cand --html 'Also write one self-contained page with charts; it holds numbers, no person''s data'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --all 'Work on every profile in the file'
            cand --test 'MSFT_TEST leads only'
            cand --real 'Everything but MSFT_TEST leads'
            cand --cost 'Say what storing the leads costs a month, by Microsoft''s rule of thumb, and what they take'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;leads;watch'= {
            cand --except 'With --all: not this profile, which is meant to be left out; the report says so'
            cand --max-silence 'Silence that is too long [default: by the offer''s own rhythm]'
            cand --state 'Remember here what was seen, so that the rhythm survives a table that is tidied up'
            cand --offer 'Only offers whose name or id holds this'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --all 'Work on every profile in the file'
            cand --test-lead 'When silent, send a test lead and delete it again'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;leads;clean'= {
            cand --since 'Not older than this: 7d, 12h, 2026-11-01'
            cand --until 'Not newer than this, written as for --since'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --yes 'Do not ask'
            cand --dry-run 'Show what would be deleted and delete nothing'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;leads;help'= {
            cand list 'List the leads that have arrived, the newest first'
            cand tail 'Follow the leads as they arrive, each once, in the order of their arrival'
            cand export 'Write the leads that have arrived to a file or to standard output'
            cand parse 'Explain a lead or a lead source: its codes in words, its person, its campaign'
            cand stats 'Count the leads that have arrived: per day, offer, source, action, country'
            cand watch 'Raise an alarm when leads stop: for cron and CI'
            cand clean 'Delete MSFT_TEST leads, and never another; shows them first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;leads;help;list'= {
        }
        &'leadctl;leads;help;tail'= {
        }
        &'leadctl;leads;help;export'= {
        }
        &'leadctl;leads;help;parse'= {
        }
        &'leadctl;leads;help;stats'= {
        }
        &'leadctl;leads;help;watch'= {
        }
        &'leadctl;leads;help;clean'= {
        }
        &'leadctl;leads;help;help'= {
        }
        &'leadctl;scaffold'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand azure-function 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table''s new rows'
            cand power-automate 'A flow for Power Automate or Azure Logic Apps, in the language that both share'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;scaffold;azure-function'= {
            cand --for 'Without a profile: what it is for. An https destination has no address before its receiver is there'
            cand -o 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed'
            cand --output 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --force 'Replace files that are there and differ'
            cand --dry-run 'Write nothing: which files there would be, and which are there already'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;scaffold;power-automate'= {
            cand --for 'Without a profile: what it is for. An https destination has no address before its receiver is there'
            cand -o 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed'
            cand --output 'The folder to write to; `-` prints a flow''s definition. Without it nothing is written, and the files are listed'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --force 'Replace files that are there and differ'
            cand --dry-run 'Write nothing: which files there would be, and which are there already'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;scaffold;help'= {
            cand azure-function 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table''s new rows'
            cand power-automate 'A flow for Power Automate or Azure Logic Apps, in the language that both share'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;scaffold;help;azure-function'= {
        }
        &'leadctl;scaffold;help;power-automate'= {
        }
        &'leadctl;scaffold;help;help'= {
        }
        &'leadctl;sandbox'= {
            cand --port 'Port to listen on; 0 takes a free one. Services with an origin of their own take the ports after it'
            cand --profiles 'Where to write the profiles [default: a temporary folder, removed at the end]'
            cand --ca-out 'Where to write the certificate authority to trust [default: beside the profiles]'
            cand --latency 'Let every answer wait, such as 50ms'
            cand --fault 'Start with this fault on; may be given several times'
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand --tls 'Speak HTTPS too, on a port of its own, with a certificate that the sandbox makes; the profiles then use it'
            cand --list-faults 'Show the faults that can be ordered and, except with --quiet, what each is, and end'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;demo'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;schema'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;completions'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;man'= {
            cand -p 'The profile to work with; may be given several times'
            cand --profile 'The profile to work with; may be given several times'
            cand --config 'The profile file [default: leadctl.toml here or in a parent folder, else in the user''s configuration folder]'
            cand --format 'How results are written'
            cand --lang 'Language of titles, causes and repairs [default: the user''s locale, else en]'
            cand --color 'Colours'
            cand --timeout 'Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]'
            cand --ca-cert 'A PEM file with further certificate authorities to trust'
            cand -q 'Say less: no notes, no progress'
            cand --quiet 'Say less: no notes, no progress'
            cand -v 'Say more; -vv shows every request and answer, secrets removed'
            cand --verbose 'Say more; -vv shows every request and answer, secrets removed'
            cand --no-input 'Never ask: what is missing is an error that names the flag'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'leadctl;help'= {
            cand configure 'Make or change a profile: asks for what is missing, or takes it all from flags'
            cand validate 'Check connection details, offline and then live, step by step'
            cand test-lead 'Send an MSFT_TEST lead, as Marketplace does, and read it back'
            cand diagnose 'Say what an error text means and what to do, from the catalogue of known errors'
            cand explain 'Explain a known error, an error code, a check, or a question about leads'
            cand profile 'List, show, remove, rename profiles; show the file''s path; trust its commands'
            cand migrate 'Move stored leads from a withdrawn destination to a living one'
            cand leads 'The leads that have arrived: list, follow, export, count; and an alarm when they stop'
            cand scaffold 'Write ready definitions that receive leads continuously, in Azure or Power Automate'
            cand sandbox 'Run every lead destination''s service on this machine, imitated, with faults to order'
            cand demo 'See the main job in a few seconds, against a sandbox of its own: no account, no network'
            cand schema 'Print the JSON Schema of a command''s --format json, or of a file of --catalogue'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the man page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'leadctl;help;configure'= {
        }
        &'leadctl;help;validate'= {
        }
        &'leadctl;help;test-lead'= {
        }
        &'leadctl;help;diagnose'= {
        }
        &'leadctl;help;explain'= {
        }
        &'leadctl;help;profile'= {
            cand list 'The profiles in the file, a line each'
            cand show 'One profile''s settings, plain secrets hidden'
            cand remove 'Remove a profile'
            cand rename 'Give a profile another name'
            cand path 'The path of the profile file that is used here'
            cand trust 'Allow the `command:` references of a file that was found in a folder'
        }
        &'leadctl;help;profile;list'= {
        }
        &'leadctl;help;profile;show'= {
        }
        &'leadctl;help;profile;remove'= {
        }
        &'leadctl;help;profile;rename'= {
        }
        &'leadctl;help;profile;path'= {
        }
        &'leadctl;help;profile;trust'= {
        }
        &'leadctl;help;migrate'= {
            cand blob-to-table 'Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run'
        }
        &'leadctl;help;migrate;blob-to-table'= {
        }
        &'leadctl;help;leads'= {
            cand list 'List the leads that have arrived, the newest first'
            cand tail 'Follow the leads as they arrive, each once, in the order of their arrival'
            cand export 'Write the leads that have arrived to a file or to standard output'
            cand parse 'Explain a lead or a lead source: its codes in words, its person, its campaign'
            cand stats 'Count the leads that have arrived: per day, offer, source, action, country'
            cand watch 'Raise an alarm when leads stop: for cron and CI'
            cand clean 'Delete MSFT_TEST leads, and never another; shows them first'
        }
        &'leadctl;help;leads;list'= {
        }
        &'leadctl;help;leads;tail'= {
        }
        &'leadctl;help;leads;export'= {
        }
        &'leadctl;help;leads;parse'= {
        }
        &'leadctl;help;leads;stats'= {
        }
        &'leadctl;help;leads;watch'= {
        }
        &'leadctl;help;leads;clean'= {
        }
        &'leadctl;help;scaffold'= {
            cand azure-function 'An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table''s new rows'
            cand power-automate 'A flow for Power Automate or Azure Logic Apps, in the language that both share'
        }
        &'leadctl;help;scaffold;azure-function'= {
        }
        &'leadctl;help;scaffold;power-automate'= {
        }
        &'leadctl;help;sandbox'= {
        }
        &'leadctl;help;demo'= {
        }
        &'leadctl;help;schema'= {
        }
        &'leadctl;help;completions'= {
        }
        &'leadctl;help;man'= {
        }
        &'leadctl;help;help'= {
        }
    ]
    $completions[$command]
}
