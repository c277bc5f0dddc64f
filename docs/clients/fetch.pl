#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Fetches and deletes all messages with Net::POP3; Authen::SASL takes DIGEST-MD5 where it is offered.
# Usage: fetch.pl HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY
# clients.md has what it leaves in the directory, and its exit statuses.
use strict;
use warnings;
use Authen::SASL qw(Perl);    # not Cyrus SASL, where that is installed too
use Fcntl qw(:flock);
use IO::Handle;
use IO::Socket::SSL;
use Net::Cmd;
use Net::POP3;
use Socket qw(SOL_SOCKET SO_RCVTIMEO);

use constant { WRONG_ARGUMENTS => 64, DAMAGED => 65, LOCAL_FILE => 74, TRY_LATER => 75, REFUSED => 76, WRONG_PASSWORD => 77 };

# Net::POP3 warns of its own variables when no answer comes, which this program says itself.
local $SIG{__WARN__} = sub { };

my $pop3;

sub stop {
    my ($status, $text) = @_;
    print STDERR "$text\n";
    $pop3->close if $pop3;    # without QUIT the server deletes nothing
    exit $status;
}

# Under TLS Net::POP3 keeps the answer before when none comes.
sub asked {
    my ($method, @arguments) = @_;
    $pop3->set_status(0, 'no answer');
    return $pop3->$method(@arguments);
}

# Net::POP3 cuts "-ERR" off, and has the code 500 for it.
sub answer { return ($pop3->message)[-1] =~ s/\s+\z//r }
sub is_refusal { return $pop3->code == 500 }

sub refused {
    stop(TRY_LATER, 'the connection failed: ' . answer()) unless is_refusal();
    # A failure of Authen::SASL has two parts: the server's proof is wrong, for one.
    stop(REFUSED, 'no login: ' . answer()) if (() = $pop3->message) > 1;
    my $status = answer() =~ /^\[(IN-USE|LOGIN-DELAY|SYS\/TEMP)\]/ ? TRY_LATER : answer() =~ /^\[AUTH\]/ ? WRONG_PASSWORD : REFUSED;
    stop($status, 'the server said: -ERR ' . answer());
}

# The lines of a long answer, or nothing when it is refused. When the time is over in the middle of a line, IO::Socket::SSL gives what
# there is of it, and then the rest as a line: which may be a dot, and end the message where it does not end.
sub lines {
    asked('command', @_)->response == CMD_OK or return;
    my $lines = $pop3->read_until_dot or stop(TRY_LATER, 'the connection failed: it ended in the middle of an answer');
    stop(TRY_LATER, 'the connection failed: it paused in the middle of a line') if grep { !/\n\z/ } @$lines;
    return $lines;
}

# Only what every file system keeps as it is: others, and capitals, as % and two digits. Without "uid-" it may be a device of Windows.
sub file_name { return 'uid-' . $_[0] =~ s/[^a-z0-9._-]/sprintf('%%%02x', ord($&))/ger . '.eml' }

# A file gets its name when all of it is on the disk. So a file that has its name is whole.
sub store {
    my ($path, $lines) = @_;
    open(my $file, '>:raw', "$path.part") or stop(LOCAL_FILE, "$path.part: $!");
    for my $line (@$lines) {
        print {$file} $line =~ s/\r?\n\z/\r\n/r or stop(LOCAL_FILE, "$path.part: $!");
    }
    $file->flush && $file->sync && close($file) && rename("$path.part", $path) or stop(LOCAL_FILE, "$path: $!");
}

# A name too is safe only when it is on the disk. Windows has no such call.
sub sync_directory {
    my ($directory) = @_;
    return if $^O eq 'MSWin32';
    open(my $opened, '<', $directory) or stop(LOCAL_FILE, "$directory: $!");
    $opened->sync or stop(LOCAL_FILE, "$directory: $!");
}

stop(WRONG_ARGUMENTS, 'usage: fetch.pl HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY') if @ARGV != 6 || $ARGV[1] !~ /\A[0-9]{1,5}\z/ || $ARGV[1] > 65535;
my ($host, $port, $ca, $user, $password_file, $directory) = @ARGV;
open(my $secret, '<', $password_file) or stop(LOCAL_FILE, "$password_file: $!");
my $password = (<$secret> // '') =~ s/\r?\n\z//r;
close($secret);
-r $ca or stop(LOCAL_FILE, "$ca: $!");
-d $directory or stop(LOCAL_FILE, "$directory is no directory");
open(my $lock, '>', "$directory/.lock") or stop(LOCAL_FILE, "$directory/.lock: $!");
flock($lock, LOCK_EX | LOCK_NB) or stop(TRY_LATER, "$directory: another run is at work there");

$pop3 = Net::POP3->new($host, Port => $port, Timeout => 300) or stop(TRY_LATER, "the connection failed: $@");
# Its own Timeout ends with TLS: five minutes, as the answer to QUIT may take. Milliseconds on Windows, else seconds and microseconds.
my $patience = $^O eq 'MSWin32' ? pack('L', 300_000) : pack('l!l!', 300, 0);
setsockopt($pop3, SOL_SOCKET, SO_RCVTIMEO, $patience) or stop(TRY_LATER, "the connection failed: $!");
if (!asked('starttls', SSL_ca_file => $ca, SSL_verifycn_name => $host)) {
    refused() if is_refusal();
    stop($SSL_ERROR =~ /certificate|hostname/ ? REFUSED : TRY_LATER, "no TLS: $SSL_ERROR");
}
asked('auth', $user, $password) or refused();
my (@safe, @damaged);
for my $entry (@{ lines('UIDL') || refused() }) {
    my ($number, $unique_id) = $entry =~ /^(\d+) ([\x21-\x7e]+)\r?\n\z/ or stop(REFUSED, "the server said in UIDL: $entry" =~ s/\s+\z//r);
    my $path = "$directory/" . file_name($unique_id);
    if (!-e $path) {    # else an earlier session fetched it and could not delete it
        my $lines = lines('RETR', $number);
        if (!$lines && is_refusal() && answer() =~ /^\[SYS\/PERM\]/) {
            push @damaged, "message $unique_id stays: the server said: -ERR " . answer();
            next;
        }
        store($path, $lines || refused());
    }
    push @safe, $number;
}
sync_directory($directory);
for my $number (@safe) {
    asked('delete', $number) or refused();
}
asked('quit');
$pop3->code == 200 or refused();    # quit itself does not tell: refused, nothing, or not all, is deleted
stop(DAMAGED, join("\n", @damaged)) if @damaged;
