// SPDX-License-Identifier: Apache-2.0
// Fetches and deletes all messages with MailKit 4 on .NET 8, by DIGEST-MD5 or PLAIN.
// Usage: dotnet run -- HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY [MECHANISM]
// In a project of its own: dotnet new console, dotnet add package MailKit, this file in the place of Program.cs.
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit;
using MailKit.Net.Pop3;
using MailKit.Security;

var (host, port, caFile, user, directory) = (args[0], int.Parse(args[1]), args[2], args[3], args[5]);
var mechanism = args.Length > 6 ? args[6] : "DIGEST-MD5";
var password = File.ReadLines(args[4]).First();
var authorities = new X509Certificate2Collection();
authorities.ImportFromPemFile(caFile);

var server = new LastWord();
using var pop3 = new Pop3Client(server);
pop3.Timeout = 300_000; // milliseconds: QUIT is answered when the last message is deleted
pop3.CheckCertificateRevocation = false; // an authority of one's own often has no list of revoked certificates
pop3.ServerCertificateValidationCallback = IsTrusted;
try
{
    pop3.Connect(host, port, SecureSocketOptions.StartTls); // fails without STLS; "StartTlsWhenAvailable" would go on in clear
    SaslMechanism sasl = mechanism == "PLAIN"
        ? new SaslMechanismPlain(Encoding.UTF8, user, password)
        : new SaslMechanismDigestMd5(user, password);
    pop3.Authenticate(sasl);
    var uniqueIds = pop3.GetMessageUids();
    for (var index = 0; index < uniqueIds.Count; index++) // MailKit counts from 0
    {
        using (var message = pop3.GetStream(index))
        using (var file = File.Create(Path.Combine(directory, uniqueIds[index] + ".eml")))
        {
            message.CopyTo(file);
            file.Flush(flushToDisk: true);
        }
        pop3.DeleteMessage(index);
    }
    pop3.Disconnect(quit: true);
}
catch (Exception problem) when (problem is AuthenticationException or Pop3CommandException)
{
    // MailKit throws the same for a wrong password and for [IN-USE]: the server's own words tell them apart
    Console.Error.WriteLine("the server said: " + server.Line);
    return 1;
}
if (!server.Line.StartsWith("+OK"))
{
    // MailKit throws nothing when QUIT is refused
    Console.Error.WriteLine("not all were deleted, the server said: " + server.Line);
    return 1;
}
return 0;

bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
{
    if (certificate is null || chain is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
    {
        return false; // no certificate, or one for another host
    }
    using var ours = new X509Chain();
    ours.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
    ours.ChainPolicy.CustomTrustStore.AddRange(authorities);
    ours.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore); // what stands between, as the server sent it
    ours.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
    return ours.Build(new X509Certificate2(certificate));
}

/// <summary>Keeps the last line that the server has sent, which MailKit's exceptions do not tell.</summary>
sealed class LastWord : IProtocolLogger
{
    private string tail = "";

    public string Line => tail.TrimEnd('\r', '\n').Split('\n').Last();

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void LogConnect(Uri uri) { }

    public void LogClient(byte[] buffer, int offset, int count) { }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        tail += Encoding.Latin1.GetString(buffer, offset, count);
        tail = tail.Substring(Math.Max(0, tail.Length - 600));
    }

    public void Dispose() { }
}
