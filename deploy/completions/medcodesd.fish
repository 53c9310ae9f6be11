function __medcodesd_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __medcodesd_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __medcodesd_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __medcodesd_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __medcodesd_parse_tokens -S
    set -l unparsed_tokens (__medcodesd_tokens -pc)
    switch $unparsed_tokens[1]
    case 'medcodesd'
        __medcodesd_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'serve'
            __medcodesd_parse_subcommand 0 'config=' 'listen=' 'store=' 'tls-certificate=' 'tls-key=' 'client-ca=' 'admin-identity=+' 'identities=' 'tokens=' 'anonymous=' 'rate-limit=' 'concurrency-limit=' 'cache-size=' 'call-limit=' 'drain-time=' 'search=' 'admin-listen=' 'audit-log=' 'audit-mode=' 'audit-file-size=' 'log-level=' 'log-format=' 'log-content=' 'version' 'h/help'
        case 'import'
            __medcodesd_parse_subcommand -r 1 'store=' 'format=' 'system=' 'code=' 'index=' 'release=' 'effective=' 'setting=' 'dry-run' 'max-rejects=' 'json' 'version' 'h/help'
        case 'export'
            __medcodesd_parse_subcommand 0 'store=' 'version' 'h/help'
        case 'backup'
            __medcodesd_parse_subcommand 0 'store=' 'to=' 'verify=' 'json' 'version' 'h/help'
        case 'restore'
            __medcodesd_parse_subcommand 0 'from=' 'store=' 'replace' 'json' 'version' 'h/help'
        case 'check'
            __medcodesd_parse_subcommand 0 'config=' 'listen=' 'store=' 'tls-certificate=' 'tls-key=' 'client-ca=' 'admin-identity=+' 'identities=' 'tokens=' 'anonymous=' 'rate-limit=' 'concurrency-limit=' 'cache-size=' 'call-limit=' 'drain-time=' 'search=' 'admin-listen=' 'audit-log=' 'audit-mode=' 'audit-file-size=' 'log-level=' 'log-format=' 'log-content=' 'version' 'h/help'
        case 'doctor'
            __medcodesd_parse_subcommand 0 'config=' 'listen=' 'store=' 'tls-certificate=' 'tls-key=' 'client-ca=' 'admin-identity=+' 'identities=' 'tokens=' 'anonymous=' 'rate-limit=' 'concurrency-limit=' 'cache-size=' 'call-limit=' 'drain-time=' 'search=' 'admin-listen=' 'audit-log=' 'audit-mode=' 'audit-file-size=' 'log-level=' 'log-format=' 'log-content=' 'server=' 'ca=' 'json' 'version' 'h/help'
        case 'token'
            __medcodesd_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'create'
                __medcodesd_parse_subcommand 0 'tokens=' 'name=' 'role=' 'expires=' 'method=+' 'rate-limit=' 'concurrency-limit=' 'version' 'h/help'
            case 'list'
                __medcodesd_parse_subcommand 0 'tokens=' 'version' 'h/help'
            case 'revoke'
                __medcodesd_parse_subcommand 1 'tokens=' 'version' 'h/help'
            end
        case 'audit'
            __medcodesd_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'verify'
                __medcodesd_parse_subcommand -r 1 'version' 'h/help'
            end
        case 'dev-certs'
            __medcodesd_parse_subcommand 1 'force' 'version' 'h/help'
        case 'help'
            __medcodesd_parse_subcommand -r 1 'version'
        end
    end
end

function __medcodesd_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __medcodesd_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __medcodesd_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __medcodesd_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__medcodesd_tokens -p)
    if test -z "$(__medcodesd_tokens -t)"
        set -l index (count (__medcodesd_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'medcodesd' -f
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'serve' -d 'Serves the catalog over gRPC and TLS until it is told to stop.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'import' -d 'Imports files into a catalog: all of them, or nothing.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'export' -d 'Writes everything a catalog holds to standard output, as JSON lines.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'backup' -d 'Copies a catalog into one file, while it is served if you like; or verifies such a file.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'restore' -d 'Makes a catalog of a backup, once every page of it is known to be sound.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'check' -d 'Checks settings, certificates, the whole store and the port, and says where each value comes from.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'doctor' -d 'Looks for the usual faults, and says what was found and what to do.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'token' -d 'Makes, lists and takes back the tokens that let their holders call.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'audit' -d 'Looks after the audit log.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'dev-certs' -d 'Makes certificates for development: ca.pem, server.pem, server.key, client.pem, client.key.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" config' -l 'config' -d 'A JSON5 file of settings, named as the flags are. (default: none, or $MEDCODES_CONFIG)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" listen' -l 'listen' -d 'Where to listen; port 0 takes a free one. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" store' -l 'store' -d 'The catalog, e.g. sqlite:/var/lib/medcodes/catalog.sqlite. (default: the starter catalog)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" tls-certificate' -l 'tls-certificate' -d 'The server\'s certificate and its chain, PEM. (default: a development certificate)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" tls-key' -l 'tls-key' -d 'The private key of the certificate, PEM. (default: the development certificate\'s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" client-ca' -l 'client-ca' -d 'Asks clients for a certificate signed by one of these authorities, PEM; demands it where there are no tokens. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve"' -l 'admin-identity' -d 'A name of the client certificates that may change the catalog; may be repeated. (default: nobody may)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" identities' -l 'identities' -d 'What the owners of client certificates may do, by name: a JSON5 file, taken anew when it changes. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" tokens' -l 'tokens' -d 'The tokens that let their holders call: a file of \'medcodesd token\', taken anew when it changes. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" anonymous' -l 'anonymous' -d 'Whether those may read who show neither certificate nor token; only on a loopback address. (default: readers on loopback without --client-ca and --tokens, otherwise none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" rate-limit' -l 'rate-limit' -d 'Calls for each second that a caller may make, and how many may come at once, e.g. 50/200. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" concurrency-limit' -l 'concurrency-limit' -d 'Calls that a caller may have in progress, on all its connections together. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" cache-size' -l 'cache-size' -d 'What the cached answers may weigh, e.g. 64MiB. (default: 64MiB)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" call-limit' -l 'call-limit' -d 'Calls in progress at once, over all connections; more are told to come back later. (default: 20000)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" drain-time' -l 'drain-time' -d 'How long calls under way may take when the server stops or is replaced. (default: 10s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" search' -l 'search' -d 'Whether codes can be searched; off saves the memory of the index and the time to build it. (default: on)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" admin-listen' -l 'admin-listen' -d 'Where to serve /livez, /readyz, /metrics and /configz over plain HTTP; anyone who can connect may read them. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" audit-log' -l 'audit-log' -d 'Where to write a line for each call before its answer leaves; calls are refused while that fails. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" audit-mode' -l 'audit-mode' -d 'What a line survives: the end of the process, or also a loss of power, which makes calls wait for the disk. (default: buffered)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" audit-file-size' -l 'audit-file-size' -d 'When a file of the audit log is closed and the next begun, e.g. 256MiB. (default: 256MiB)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" log-level' -l 'log-level' -d 'The least important lines of the log: debug (each call), info, notice, warning or error. (default: notice)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" log-format' -l 'log-format' -d 'How lines on standard error are written: for people, or as a JSON object each. (default: text)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" log-content' -l 'log-content' -d 'Whether lines about calls show what callers sent, which may be about patients; for finding faults. (default: off)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd serve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" store' -l 'store' -d 'The catalog, e.g. sqlite:catalog.sqlite; a new one is made.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" format' -l 'format' -d 'What the files are; see above.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" system' -l 'system' -d 'The code system of a single page: cpt, hcpcs, icd10pcs, icd10cm, icd9pcs.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" code' -l 'code' -d 'The code a single page describes.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" index' -l 'index' -d 'The file that names the code of each page: file<TAB>system<TAB>code.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" release' -l 'release' -d 'The release the files are, e.g. FY2025.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" effective' -l 'effective' -d 'The first day on which the release is in force.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" setting' -l 'setting' -d 'Whose edits the files hold: practitioner, outpatient-hospital, dme-supplier.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" dry-run' -l 'dry-run' -d 'Checks and reports, and changes nothing.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" max-rejects' -l 'max-rejects' -d 'How many malformed rows to leave out before the import fails.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" json' -l 'json' -d 'Prints the report as JSON.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd export" store' -l 'store' -d 'The catalog, e.g. sqlite:catalog.sqlite.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd export" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd backup" store' -l 'store' -d 'The catalog, e.g. sqlite:catalog.sqlite.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd backup" to' -l 'to' -d 'The file to make.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd backup" verify' -l 'verify' -d 'Compares each page of a backup with its digest, and makes none.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd backup" json' -l 'json' -d 'Prints the result as JSON.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd backup" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd backup" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd restore" from' -l 'from' -d 'The file that \'medcodesd backup\' made.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd restore" store' -l 'store' -d 'The catalog to make, e.g. sqlite:catalog.sqlite.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd restore" replace' -l 'replace' -d 'Replaces a catalog that is there.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd restore" json' -l 'json' -d 'Prints the result as JSON.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd restore" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd restore" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" config' -l 'config' -d 'A JSON5 file of settings, named as the flags are. (default: none, or $MEDCODES_CONFIG)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" listen' -l 'listen' -d 'Where to listen; port 0 takes a free one. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" store' -l 'store' -d 'The catalog, e.g. sqlite:/var/lib/medcodes/catalog.sqlite. (default: the starter catalog)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" tls-certificate' -l 'tls-certificate' -d 'The server\'s certificate and its chain, PEM. (default: a development certificate)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" tls-key' -l 'tls-key' -d 'The private key of the certificate, PEM. (default: the development certificate\'s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" client-ca' -l 'client-ca' -d 'Asks clients for a certificate signed by one of these authorities, PEM; demands it where there are no tokens. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check"' -l 'admin-identity' -d 'A name of the client certificates that may change the catalog; may be repeated. (default: nobody may)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" identities' -l 'identities' -d 'What the owners of client certificates may do, by name: a JSON5 file, taken anew when it changes. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" tokens' -l 'tokens' -d 'The tokens that let their holders call: a file of \'medcodesd token\', taken anew when it changes. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" anonymous' -l 'anonymous' -d 'Whether those may read who show neither certificate nor token; only on a loopback address. (default: readers on loopback without --client-ca and --tokens, otherwise none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" rate-limit' -l 'rate-limit' -d 'Calls for each second that a caller may make, and how many may come at once, e.g. 50/200. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" concurrency-limit' -l 'concurrency-limit' -d 'Calls that a caller may have in progress, on all its connections together. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" cache-size' -l 'cache-size' -d 'What the cached answers may weigh, e.g. 64MiB. (default: 64MiB)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" call-limit' -l 'call-limit' -d 'Calls in progress at once, over all connections; more are told to come back later. (default: 20000)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" drain-time' -l 'drain-time' -d 'How long calls under way may take when the server stops or is replaced. (default: 10s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" search' -l 'search' -d 'Whether codes can be searched; off saves the memory of the index and the time to build it. (default: on)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" admin-listen' -l 'admin-listen' -d 'Where to serve /livez, /readyz, /metrics and /configz over plain HTTP; anyone who can connect may read them. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" audit-log' -l 'audit-log' -d 'Where to write a line for each call before its answer leaves; calls are refused while that fails. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" audit-mode' -l 'audit-mode' -d 'What a line survives: the end of the process, or also a loss of power, which makes calls wait for the disk. (default: buffered)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" audit-file-size' -l 'audit-file-size' -d 'When a file of the audit log is closed and the next begun, e.g. 256MiB. (default: 256MiB)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" log-level' -l 'log-level' -d 'The least important lines of the log: debug (each call), info, notice, warning or error. (default: notice)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" log-format' -l 'log-format' -d 'How lines on standard error are written: for people, or as a JSON object each. (default: text)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" log-content' -l 'log-content' -d 'Whether lines about calls show what callers sent, which may be about patients; for finding faults. (default: off)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" config' -l 'config' -d 'A JSON5 file of settings, named as the flags are. (default: none, or $MEDCODES_CONFIG)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" listen' -l 'listen' -d 'Where to listen; port 0 takes a free one. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" store' -l 'store' -d 'The catalog, e.g. sqlite:/var/lib/medcodes/catalog.sqlite. (default: the starter catalog)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" tls-certificate' -l 'tls-certificate' -d 'The server\'s certificate and its chain, PEM. (default: a development certificate)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" tls-key' -l 'tls-key' -d 'The private key of the certificate, PEM. (default: the development certificate\'s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" client-ca' -l 'client-ca' -d 'Asks clients for a certificate signed by one of these authorities, PEM; demands it where there are no tokens. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor"' -l 'admin-identity' -d 'A name of the client certificates that may change the catalog; may be repeated. (default: nobody may)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" identities' -l 'identities' -d 'What the owners of client certificates may do, by name: a JSON5 file, taken anew when it changes. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" tokens' -l 'tokens' -d 'The tokens that let their holders call: a file of \'medcodesd token\', taken anew when it changes. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" anonymous' -l 'anonymous' -d 'Whether those may read who show neither certificate nor token; only on a loopback address. (default: readers on loopback without --client-ca and --tokens, otherwise none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" rate-limit' -l 'rate-limit' -d 'Calls for each second that a caller may make, and how many may come at once, e.g. 50/200. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" concurrency-limit' -l 'concurrency-limit' -d 'Calls that a caller may have in progress, on all its connections together. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" cache-size' -l 'cache-size' -d 'What the cached answers may weigh, e.g. 64MiB. (default: 64MiB)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" call-limit' -l 'call-limit' -d 'Calls in progress at once, over all connections; more are told to come back later. (default: 20000)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" drain-time' -l 'drain-time' -d 'How long calls under way may take when the server stops or is replaced. (default: 10s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" search' -l 'search' -d 'Whether codes can be searched; off saves the memory of the index and the time to build it. (default: on)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" admin-listen' -l 'admin-listen' -d 'Where to serve /livez, /readyz, /metrics and /configz over plain HTTP; anyone who can connect may read them. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" audit-log' -l 'audit-log' -d 'Where to write a line for each call before its answer leaves; calls are refused while that fails. (default: none)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" audit-mode' -l 'audit-mode' -d 'What a line survives: the end of the process, or also a loss of power, which makes calls wait for the disk. (default: buffered)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" audit-file-size' -l 'audit-file-size' -d 'When a file of the audit log is closed and the next begun, e.g. 256MiB. (default: 256MiB)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" log-level' -l 'log-level' -d 'The least important lines of the log: debug (each call), info, notice, warning or error. (default: notice)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" log-format' -l 'log-format' -d 'How lines on standard error are written: for people, or as a JSON object each. (default: text)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" log-content' -l 'log-content' -d 'Whether lines about calls show what callers sent, which may be about patients; for finding faults. (default: off)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" server' -l 'server' -d 'A running server to ask for its health.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" ca' -l 'ca' -d 'The authorities its certificate may be signed by, PEM.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" json' -l 'json' -d 'Prints the findings as JSON.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd doctor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd token" -eq 1' -fa 'create' -d 'Makes a token, and prints it on standard output: the only time that it can be read.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd token" -eq 1' -fa 'list' -d 'Shows every token there is, good or not, without the secrets.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd token" -eq 1' -fa 'revoke' -d 'Takes tokens back: one by its id, or all that have a name.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" tokens' -l 'tokens' -d 'The file of tokens that the setting of this name tells the server. (or $MEDCODES_TOKENS)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" name' -l 'name' -d 'Whom it is for: 1 to 64 letters, digits and \'-._@:/\'.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" role' -l 'role' -d 'reader, or admin for who may change the catalog.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" expires' -l 'expires' -d 'How long it is good: 90d, 12h, until the end of a day (UTC), or never.' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create"' -l 'method' -d 'A method it is good for, e.g. GetCode; may be repeated. (default: all that the role may)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" rate-limit' -l 'rate-limit' -d 'Calls for each second, e.g. 50 or 50/200. (default: the server\'s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" concurrency-limit' -l 'concurrency-limit' -d 'Calls in progress at once. (default: the server\'s)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token create" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token list" tokens' -l 'tokens' -d 'The file of tokens that the setting of this name tells the server. (or $MEDCODES_TOKENS)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token list" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token revoke" tokens' -l 'tokens' -d 'The file of tokens that the setting of this name tells the server. (or $MEDCODES_TOKENS)' -rfka ''
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token revoke" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd token revoke" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd audit" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd audit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd audit" -eq 1' -fa 'verify' -d 'Checks that every line of an audit log is as it was written, and where it was.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_positional "medcodesd audit verify" -ge 1' -F
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd audit verify" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd audit verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd dev-certs" force' -l 'force' -d 'Replaces files that are there.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd dev-certs" version' -l 'version' -d 'Show the version.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd dev-certs" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodesd' -n '__medcodesd_should_offer_completions_for_flags_or_options "medcodesd help" version' -l 'version' -d 'Show the version.'
