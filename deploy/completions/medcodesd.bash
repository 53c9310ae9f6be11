#!/bin/bash

__medcodesd_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__medcodesd_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__medcodesd_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__medcodesd_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_medcodesd() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __medcodesd_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    serve|import|export|backup|restore|check|doctor|token|audit|dev-certs|help)
        # Offer subcommand argument completions
        "_medcodesd_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'serve import export backup restore check doctor token audit dev-certs help' -- "${cur}"))
        ;;
    esac
}

_medcodesd_serve() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--admin-identity)
    non_repeating_options=(--config --listen --store --tls-certificate --tls-key --client-ca --identities --tokens --anonymous --rate-limit --concurrency-limit --cache-size --call-limit --drain-time --search --admin-listen --audit-log --audit-mode --audit-file-size --log-level --log-format --log-content)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        return
        ;;
    '--listen')
        return
        ;;
    '--store')
        return
        ;;
    '--tls-certificate')
        return
        ;;
    '--tls-key')
        return
        ;;
    '--client-ca')
        return
        ;;
    '--admin-identity')
        return
        ;;
    '--identities')
        return
        ;;
    '--tokens')
        return
        ;;
    '--anonymous')
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--concurrency-limit')
        return
        ;;
    '--cache-size')
        return
        ;;
    '--call-limit')
        return
        ;;
    '--drain-time')
        return
        ;;
    '--search')
        return
        ;;
    '--admin-listen')
        return
        ;;
    '--audit-log')
        return
        ;;
    '--audit-mode')
        return
        ;;
    '--audit-file-size')
        return
        ;;
    '--log-level')
        return
        ;;
    '--log-format')
        return
        ;;
    '--log-content')
        return
        ;;
    esac
}

_medcodesd_import() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --format --system --code --index --release --effective --setting --max-rejects)
    __medcodesd_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--store')
        return
        ;;
    '--format')
        return
        ;;
    '--system')
        return
        ;;
    '--code')
        return
        ;;
    '--index')
        return
        ;;
    '--release')
        return
        ;;
    '--effective')
        return
        ;;
    '--setting')
        return
        ;;
    '--max-rejects')
        return
        ;;
    esac
}

_medcodesd_export() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--store)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        return
        ;;
    esac
}

_medcodesd_backup() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --to --verify)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        return
        ;;
    '--to')
        return
        ;;
    '--verify')
        return
        ;;
    esac
}

_medcodesd_restore() {
    repeating_flags=()
    non_repeating_flags=(--replace --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--from --store)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--from')
        return
        ;;
    '--store')
        return
        ;;
    esac
}

_medcodesd_check() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--admin-identity)
    non_repeating_options=(--config --listen --store --tls-certificate --tls-key --client-ca --identities --tokens --anonymous --rate-limit --concurrency-limit --cache-size --call-limit --drain-time --search --admin-listen --audit-log --audit-mode --audit-file-size --log-level --log-format --log-content)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        return
        ;;
    '--listen')
        return
        ;;
    '--store')
        return
        ;;
    '--tls-certificate')
        return
        ;;
    '--tls-key')
        return
        ;;
    '--client-ca')
        return
        ;;
    '--admin-identity')
        return
        ;;
    '--identities')
        return
        ;;
    '--tokens')
        return
        ;;
    '--anonymous')
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--concurrency-limit')
        return
        ;;
    '--cache-size')
        return
        ;;
    '--call-limit')
        return
        ;;
    '--drain-time')
        return
        ;;
    '--search')
        return
        ;;
    '--admin-listen')
        return
        ;;
    '--audit-log')
        return
        ;;
    '--audit-mode')
        return
        ;;
    '--audit-file-size')
        return
        ;;
    '--log-level')
        return
        ;;
    '--log-format')
        return
        ;;
    '--log-content')
        return
        ;;
    esac
}

_medcodesd_doctor() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=(--admin-identity)
    non_repeating_options=(--config --listen --store --tls-certificate --tls-key --client-ca --identities --tokens --anonymous --rate-limit --concurrency-limit --cache-size --call-limit --drain-time --search --admin-listen --audit-log --audit-mode --audit-file-size --log-level --log-format --log-content --server --ca)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        return
        ;;
    '--listen')
        return
        ;;
    '--store')
        return
        ;;
    '--tls-certificate')
        return
        ;;
    '--tls-key')
        return
        ;;
    '--client-ca')
        return
        ;;
    '--admin-identity')
        return
        ;;
    '--identities')
        return
        ;;
    '--tokens')
        return
        ;;
    '--anonymous')
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--concurrency-limit')
        return
        ;;
    '--cache-size')
        return
        ;;
    '--call-limit')
        return
        ;;
    '--drain-time')
        return
        ;;
    '--search')
        return
        ;;
    '--admin-listen')
        return
        ;;
    '--audit-log')
        return
        ;;
    '--audit-mode')
        return
        ;;
    '--audit-file-size')
        return
        ;;
    '--log-level')
        return
        ;;
    '--log-format')
        return
        ;;
    '--log-content')
        return
        ;;
    '--server')
        return
        ;;
    '--ca')
        return
        ;;
    esac
}

_medcodesd_token() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __medcodesd_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    create|list|revoke)
        # Offer subcommand argument completions
        "_medcodesd_token_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'create list revoke' -- "${cur}"))
        ;;
    esac
}

_medcodesd_token_create() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--method)
    non_repeating_options=(--tokens --name --role --expires --rate-limit --concurrency-limit)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--tokens')
        return
        ;;
    '--name')
        return
        ;;
    '--role')
        return
        ;;
    '--expires')
        return
        ;;
    '--method')
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--concurrency-limit')
        return
        ;;
    esac
}

_medcodesd_token_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--tokens)
    __medcodesd_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--tokens')
        return
        ;;
    esac
}

_medcodesd_token_revoke() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--tokens)
    __medcodesd_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--tokens')
        return
        ;;
    esac
}

_medcodesd_audit() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __medcodesd_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    verify)
        # Offer subcommand argument completions
        "_medcodesd_audit_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'verify' -- "${cur}"))
        ;;
    esac
}

_medcodesd_audit_verify() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __medcodesd_offer_flags_options -1

    # Offer positional completions
    case "${positional_number}" in
    *)
        __medcodesd_add_completions -f
        return
        ;;
    esac
}

_medcodesd_dev-certs() {
    repeating_flags=()
    non_repeating_flags=(--force --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __medcodesd_offer_flags_options 1
}

_medcodesd_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __medcodesd_offer_flags_options -1
}

complete -o filenames -F _medcodesd medcodesd
