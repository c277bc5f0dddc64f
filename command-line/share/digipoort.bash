# SPDX-License-Identifier: Apache-2.0
# Completion of digipoort for bash: source <(digipoort completion bash), or this file in bash-completion/completions/digipoort.
_digipoort() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options="" words=""
    local server="--home --url --token-file --cacert --plain-http --json"
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "status sessions locks break held release account record limits policy uses tls login-test install check version completion \
            run demo export import convert cli audit testserver class-data help" -- "$word"))
        return
    fi
    case "$before" in
    --home | --james)
        COMPREPLY=($(compgen -d -- "$word"))
        return
        ;;
    --token-file | --cacert | --password-file | --certificate | --key | --checkpoints | --jar)
        COMPREPLY=($(compgen -f -- "$word"))
        return
        ;;
    --use | --still-needs)
        COMPREPLY=($(compgen -W "DIGEST-MD5 TLSv1.2 clear-password older-TLS old-cipher" -- "$word"))
        return
        ;;
    --fault)
        COMPREPLY=($(compgen -W "in-use sys-temp login-delay slow cut refused-quit expired-certificate self-signed-certificate wrong-name-certificate \
            tls-1.2 no-stls" -- "$word"))
        return
        ;;
    --within)
        COMPREPLY=($(compgen -W "30d 90d 365d" -- "$word"))
        return
        ;;
    esac
    case "${COMP_WORDS[1]}" in
    status | sessions | locks | held | release | account | version) options=$server ;;
    break) options="$server --yes" ;;
    record) options="$server --password-file" words="set delete" ;;
    limits) options="$server --all" words="loginDelay= retention= largestMessage= quotaOctets= quotaMessages=" ;;
    policy) options="$server --all" words="mechanisms= refusedFrom.DIGEST-MD5= refusedFrom.PLAIN= clientCertificate= leastTls=" ;;
    uses) options="$server --use --still-needs --within --not-since --csv" ;;
    tls) options=$server words=reload ;;
    login-test) options="--host --port --user --password-file --cacert --at-once --json" ;;
    install) options="--james --realm --host --jar --keep-smtp --replace-smtp --change-realm --dry-run" ;;
    check) options="--james --home --json" ;;
    completion) words="bash zsh" ;;
    run)
        options="--home --pop3-port --smtp-port --webadmin-port --jmx-port --bind --accept-loss --assembly --cassandra --rabbitmq \
            --rabbitmq-management"
        ;;
    demo) options="--account --certificate --seed --keep --pop3-port --smtp-port --webadmin-port --jmx-port --bind" ;;
    export) options="--home --assembly --cassandra --rabbitmq --rabbitmq-management" ;;
    import) options="--home --dry-run --assembly --cassandra --rabbitmq --rabbitmq-management" ;;
    convert) options="--accounts --default-scheme --domain --realm --mail --uidl-format --new-unique-ids --master-user --master-password --ca --without-passwords" words="csv: passwd-file: sasldb:-" ;;
    cli) options="--home" words=help ;;
    audit)
        options="$server --key --checkpoints --message-id --digest --unique-id --account --session --from --before"
        words="verify show search"
        ;;
    testserver)
        options="--fault --pop3-port --http-port --bind --host --login-delay --scram --certificate --samples --http --json --large"
        words="put reset transcripts samples"
        ;;
    help) words="status sessions locks break held release account record limits policy uses tls login-test install check version completion run demo export import convert cli audit testserver class-data" ;;
    esac
    case "$word" in
    -*) COMPREPLY=($(compgen -W "$options --help" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    esac
}
complete -o default -F _digipoort digipoort
