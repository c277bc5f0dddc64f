#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Fetches and deletes all messages with Net::POP3; Authen::SASL takes DIGEST-MD5 where it is offered.
# Usage: fetch.pl HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY
use strict;
use warnings;
use IO::Handle;
use IO::Socket::SSL;
use Net::POP3;

my ($host, $port, $ca, $user, $password_file, $directory) = @ARGV;
open(my $secret, '<', $password_file) or die "$password_file: $!\n";
chomp(my $password = <$secret>);
close($secret);

my $pop3 = Net::POP3->new($host, Port => $port, Timeout => 60) or die "no connection: $@\n";
sub answered { return 'the server said: ' . (($pop3->message)[-1] =~ s/\s+\z//r) . "\n" }

$pop3->starttls(SSL_ca_file => $ca, SSL_verifycn_name => $host) or die "no TLS: $SSL_ERROR\n";
$pop3->auth($user, $password) or die answered();
my $unique_ids = $pop3->uidl or die answered();
for my $number (sort { $a <=> $b } keys %$unique_ids) {
    my $lines = $pop3->get($number) or die answered();
    open(my $file, '>:raw', "$directory/$unique_ids->{$number}.eml") or die "$directory: $!\n";
    print {$file} map { s/\r?\n\z/\r\n/r } @$lines or die "$directory: $!\n";
    $file->flush and $file->sync and close($file) or die "$directory: $!\n";
    $pop3->delete($number) or die answered();
}
$pop3->quit or die answered();
