function __medcodes_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __medcodes_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __medcodes_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __medcodes_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __medcodes_parse_tokens -S
    set -l unparsed_tokens (__medcodes_tokens -pc)
    switch $unparsed_tokens[1]
    case 'medcodes'
        __medcodes_parse_subcommand 0 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'get'
            __medcodes_parse_subcommand 2 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'view=' 'version' 'h/help'
        case 'batch'
            __medcodes_parse_subcommand -r 1 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'view=' 'system=' 'file=' 'strict' 'version' 'h/help'
        case 'search'
            __medcodes_parse_subcommand -r 1 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'system=+' 'kind=+' 'status=+' 'billable' 'no-billable' 'add-on' 'no-add-on' 'axis=+' 'setting=+' 'anesthesia=+' 'duration-up-to=' 'limit=' 'facet=+' 'explain' 'interactive' 'version' 'h/help'
        case 'suggest'
            __medcodes_parse_subcommand -r 1 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'system=+' 'limit=' 'watch' 'version' 'h/help'
        case 'export'
            __medcodes_parse_subcommand 0 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'system=+' 'all-periods' 'kind=+' 'prefix=' 'view=' 'version' 'h/help'
        case 'watch'
            __medcodes_parse_subcommand 0 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'system=+' 'after=' 'version' 'h/help'
        case 'validate'
            __medcodes_parse_subcommand -r 1 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'setting=' 'lenient' 'each' 'system=' 'encounters=' 'version' 'h/help'
        case 'policies'
            __medcodes_parse_subcommand 2 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'payer=' 'jurisdiction=' 'version' 'h/help'
        case 'similar'
            __medcodes_parse_subcommand 2 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'reason=+' 'version' 'h/help'
        case 'children'
            __medcodes_parse_subcommand 2 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'version' 'h/help'
        case 'subsumes'
            __medcodes_parse_subcommand 3 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'version' 'h/help'
        case 'translate'
            __medcodes_parse_subcommand 3 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'as-of=' 'version' 'h/help'
        case 'catalog'
            __medcodes_parse_subcommand 0 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'editions' 'version' 'h/help'
        case 'health'
            __medcodes_parse_subcommand 0 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'service=' 'version' 'h/help'
        case 'bench'
            __medcodes_parse_subcommand 0 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'connections=' 'streams=' 'rate=' 'duration=' 'requests=' 'warm-up=' 'mix=' 'keys=' 'popularity=' 'system=+' 'view=' 'batch-size=' 'lines=' 'seed=' 'as-of=' 'report=' 'version' 'h/help'
        case 'config'
            __medcodes_parse_subcommand 0 'server=' 'ca=' 'certificate=' 'key=' 'token-file=' 'timeout=' 'profile=' 'json' 'csv' 'version' 'h/help'
        case 'help'
            __medcodes_parse_subcommand -r 1 'version'
        end
    end
end

function __medcodes_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __medcodes_parse_subcommand -S -a positional_count
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

function __medcodes_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __medcodes_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__medcodes_tokens -p)
    if test -z "$(__medcodes_tokens -t)"
        set -l index (count (__medcodes_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'medcodes' -f
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'get' -d 'Show one code.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'batch' -d 'Look many codes up.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'search' -d 'Find codes by words or by part of a code.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'suggest' -d 'Complete what is being typed.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'export' -d 'Write all codes that match, one per line.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'watch' -d 'Tell of every change of the catalog.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'validate' -d 'Check whether the codes of an encounter can stand as they are.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'policies' -d 'List the health-plan policies about one code.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'similar' -d 'List the codes most like one.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'children' -d 'List what stands directly below a code, or at the top of a system.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'subsumes' -d 'Tell whether one code stands above another.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'translate' -d 'List the counterparts of a code in another system.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'catalog' -d 'Show what the catalog holds.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'health' -d 'Ask whether the service is ready.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'bench' -d 'Load a service and measure how fast it answers.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'config' -d 'Show the connection\'s settings, and where each comes from.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" view' -l 'view' -d 'How much to show.' -rfka 'basic full'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes get" -eq 1' -fka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes get" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" view' -l 'view' -d 'How much to show of each code.' -rfka 'basic full'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" system' -l 'system' -d 'The system of codes written without one.' -rfka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" file' -l 'file' -d 'Read the keys from a file; - is standard input.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" strict' -l 'strict' -d 'Exit with status 69 when a code is not there.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes batch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search"' -l 'system' -d 'Only codes of this system; may be repeated.' -rfka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search"' -l 'kind' -d 'Only this kind: code, header or modifier; may be repeated. (default: code)' -rfka 'code header modifier'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search"' -l 'status' -d 'Only codes so on the day: active, terminated or not-yet-effective; may be repeated. (default: active)' -rfka 'active not-yet-effective terminated'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" billable' -l 'billable' -d 'Only codes that are billable, or are not.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" no-billable' -l 'no-billable' -d 'Only codes that are billable, or are not.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" add-on' -l 'add-on' -d 'Only add-on codes, or only others.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" no-add-on' -l 'no-add-on' -d 'Only add-on codes, or only others.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search"' -l 'axis' -d 'Only codes with this value on an axis, such as approach=4; may be repeated.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search"' -l 'setting' -d 'Only procedures done here, such as outpatient; may be repeated.' -rfka 'hospital inpatient outpatient surgical-center office imaging intensive-care emergency laboratory home'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search"' -l 'anesthesia' -d 'Only procedures in this anesthesia, such as local; may be repeated.' -rfka 'general regional local sedation topical none'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" duration-up-to' -l 'duration-up-to' -d 'Only procedures that take no longer, in minutes.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" limit' -l 'limit' -d 'How many codes, at most 100.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search"' -l 'facet' -d 'Count all hits by this: system, kind, status, add-on, axis, setting or anesthesia; may be repeated.' -rfka 'system kind status add-on axis setting anesthesia'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" explain' -l 'explain' -d 'Show how each score came about.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" interactive' -l 'interactive' -d 'Search while typing, beginning with the text; where there is no terminal, search for it.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes search" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest"' -l 'system' -d 'Only codes of this system; may be repeated.' -rfka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" limit' -l 'limit' -d 'How many lines, at most 50.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" watch' -l 'watch' -d 'Suggest while typing, beginning with the prefix; where there is no terminal, complete it.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes suggest" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export"' -l 'system' -d 'Only codes of this system; may be repeated.' -rfka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" all-periods' -l 'all-periods' -d 'Every period of every code, instead of those valid on one day.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export"' -l 'kind' -d 'Only codes of this kind; may be repeated.' -rfka 'code header modifier'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" prefix' -l 'prefix' -d 'Only codes that start with this.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" view' -l 'view' -d 'How much to write of each code.' -rfka 'basic full'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch"' -l 'system' -d 'Only changes in this system; may be repeated.' -rfka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" after' -l 'after' -d 'Begin behind this revision, instead of with the current one.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes watch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" setting' -l 'setting' -d 'Whose pair and unit edits apply.' -rfka 'practitioner outpatient-hospital dme-supplier'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" lenient' -l 'lenient' -d 'Take a display that is no descriptor of its code for a warning.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" each' -l 'each' -d 'Check each code by itself, as an encounter of its own.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" system' -l 'system' -d 'The system of codes written without one.' -rfka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" encounters' -l 'encounters' -d 'Read encounters from a CSV file; - is standard input.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes validate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" payer' -l 'payer' -d 'Only this payer\'s policies, in any case.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" jurisdiction' -l 'jurisdiction' -d 'Only policies that apply there, or everywhere.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes policies" -eq 1' -fka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes policies" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar"' -l 'reason' -d 'Only codes that are similar for this reason; may be repeated.' -rfka 'curated add-on-family sibling shared-text'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes similar" -eq 1' -fka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes similar" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes children" -eq 1' -fka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes children" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes subsumes" -eq 1' -fka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes subsumes" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes translate" -eq 1' -fka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_positional "medcodes translate" -eq 2' -fka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes translate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" editions' -l 'editions' -d 'Elsewhere than on a terminal, list editions instead of code systems.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes catalog" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" service' -l 'service' -d 'The gRPC service asked about. (default: all of the server)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes health" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" connections' -l 'connections' -d 'Connections, at most 1000.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" streams' -l 'streams' -d 'Requests under way on each, at most 1000.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" rate' -l 'rate' -d 'Requests per second in all, whatever the server does. (default: each stream makes one after the other)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" duration' -l 'duration' -d 'How long requests that count are made. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" requests' -l 'requests' -d 'How many requests count, instead of a duration.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" warm-up' -l 'warm-up' -d 'How long requests are made before, or 0. (default: 1s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" mix' -l 'mix' -d 'The methods and how often each is called: get, batch, validate, search, suggest.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" keys' -l 'keys' -d 'How many codes, picked at random from the catalog, are asked for; at most 200000.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" popularity' -l 'popularity' -d 'Which of them are asked for most: uniform, zipf or zipf:0.9.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench"' -l 'system' -d 'Only codes of this system; may be repeated.' -rfka 'cpt hcpcs icd10pcs icd10cm icd9pcs'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" view' -l 'view' -d 'How much to fetch of each code, by get and batch.' -rfka 'basic full'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" batch-size' -l 'batch-size' -d 'Codes of one batch, at most 1000.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" lines' -l 'lines' -d 'Lines of one encounter, at most 1000.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" seed' -l 'seed' -d 'Repeats the same choices on the same catalog.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" as-of' -l 'as-of' -d 'The day the patient was treated, as YYYY-MM-DD or today. (default: today, UTC)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" report' -l 'report' -d 'Write a page with plots here.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes bench" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" server' -l 'server' -d 'The service\'s address, or several with commas between them; the first that answers serves. IPv6 in brackets. (default: 127.0.0.1:7443)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" ca' -l 'ca' -d 'The certificate authorities to trust, as PEM. (default: the development CA of the state directory)' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" certificate' -l 'certificate' -d 'The certificate to show, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" key' -l 'key' -d 'The private key of that certificate, as PEM.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" token-file' -l 'token-file' -d 'A file with the token to show, which not everyone can read.' -rF
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" timeout' -l 'timeout' -d 'How long one call may take, such as 500ms, 10s or 2m. (default: 10s)' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" profile' -l 'profile' -d 'Take what is not given from this profile.' -rfka ''
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" json' -l 'json' -d 'Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" csv' -l 'csv' -d 'Write comma-separated values under a line of headings (RFC 4180).'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" version' -l 'version' -d 'Show the version.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'medcodes' -n '__medcodes_should_offer_completions_for_flags_or_options "medcodes help" version' -l 'version' -d 'Show the version.'
