// SPDX-License-Identifier: Apache-2.0
// Fetches and deletes all messages with MailKit 4 on .NET 8, by DIGEST-MD5 or PLAIN.
// Usage: dotnet run -- HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY [MECHANISM]
// In a project of its own: dotnet new console, dotnet add package MailKit, this file in the place of Program.cs.
// clients.md has what it leaves in the directory, and its exit statuses.
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Pop3;
using MailKit.Security;

const int WrongArguments = 64, Damaged = 65, LocalFile = 74, TryLater = 75, Refused = 76, WrongPassword = 77;

if (args.Length is < 6 or > 7 || !ushort.TryParse(args[1], out var port))
{
    return Stop(WrongArguments, "usage: dotnet run -- HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY [DIGEST-MD5|PLAIN]");
}
var (host, user, directory) = (args[0], args[3], args[5]);
var mechanism = args.Length > 6 ? args[6] : "DIGEST-MD5";
string password;
var authorities = new X509Certificate2Collection();
try
{
    password = File.ReadLines(args[4]).First();
    authorities.ImportFromPemFile(args[2]);
    Disk.SyncDirectory(directory);
}
catch (Exception problem)
{
    return Stop(LocalFile, problem.Message);
}

FileStream ownFolder;
try
{
    ownFolder = new FileStream(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
catch (IOException)
{
    return Stop(TryLater, directory + ": another run is at work there"); // two at once would write the same files
}
catch (UnauthorizedAccessException problem)
{
    return Stop(LocalFile, problem.Message);
}
using var untilTheEnd = ownFolder;

var server = new LastWord();
var damaged = new List<string>();
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
    var safe = new List<int>();
    for (var index = 0; index < uniqueIds.Count; index++) // MailKit counts from 0
    {
        // if it is there, an earlier session fetched it and could not delete it
        var path = Path.Combine(directory, Disk.FileName(uniqueIds[index]));
        if (File.Exists(path) || Fetch(index, uniqueIds[index], path))
        {
            safe.Add(index);
        }
    }
    Disk.Do(() => Disk.SyncDirectory(directory));
    safe.ForEach(index => pop3.DeleteMessage(index));
    server.Forget();
    pop3.Disconnect(quit: true); // throws nothing when QUIT is refused, or not answered
}
catch (Disk.Problem problem)
{
    pop3.Disconnect(quit: false); // without QUIT the server deletes nothing
    return Stop(LocalFile, problem.Message);
}
catch (SslHandshakeException problem)
{
    return Stop(Refused, "no TLS: " + problem.Message.Split('\n').First());
}
catch (Exception problem) when (problem is AuthenticationException or Pop3CommandException)
{
    // MailKit throws the same for a wrong password and for [IN-USE]: the server's own words tell them apart
    pop3.Disconnect(quit: false);
    return StopAsTheServerSaid();
}
catch (NotSupportedException problem)
{
    pop3.Disconnect(quit: false);
    return Stop(Refused, problem.Message.Split('\n').First()); // no STLS, or no UIDL
}
catch (Exception problem) when (problem is IOException or ProtocolException or System.Net.Sockets.SocketException or TimeoutException)
{
    return Stop(TryLater, "the connection failed: " + problem.Message);
}
if (!server.Line.StartsWith("+OK"))
{
    return StopAsTheServerSaid();
}
return damaged.Count == 0 ? 0 : Stop(Damaged, string.Join(Environment.NewLine, damaged));

bool Fetch(int index, string uniqueId, string path)
{
    try
    {
        using var message = pop3.GetStream(index); // all of it, or an exception
        Disk.Do(() => Disk.Store(path, message));
        return true;
    }
    catch (Pop3CommandException) when (server.Line.StartsWith("-ERR [SYS/PERM]"))
    {
        damaged.Add($"message {uniqueId} stays: the server said: {server.Line}");
        return false;
    }
}

int StopAsTheServerSaid()
{
    if (server.Line.Length == 0)
    {
        return Stop(TryLater, "the connection failed before QUIT was answered");
    }
    var temporary = Regex.IsMatch(server.Line, @"^-ERR \[(IN-USE|LOGIN-DELAY|SYS/TEMP)\]");
    var status = temporary ? TryLater : server.Line.StartsWith("-ERR [AUTH]") ? WrongPassword : Refused;
    return Stop(status, "the server said: " + server.Line);
}

int Stop(int status, string text)
{
    Console.Error.WriteLine(text);
    return status;
}

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

/// <summary>What is safe when it is on the disk: a message, and the name of its file.</summary>
static class Disk
{
    public sealed class Problem(Exception cause) : Exception(cause.Message, cause);

    public static void Do(Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new Problem(cause);
        }
    }

    /// <summary>Only what every file system keeps as it is: others, and capitals, as % and two digits. Without "uid-" it may be a device of Windows.</summary>
    public static string FileName(string uniqueId) =>
        "uid-" + Regex.Replace(uniqueId, @"[^a-z0-9._-]", found => $"%{(int)found.Value[0]:x2}") + ".eml";

    /// <summary>A file gets its name when all of it is on the disk. So a file that has its name is whole.</summary>
    public static void Store(string path, Stream message)
    {
        using (var file = File.Create(path + ".part"))
        {
            message.CopyTo(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".part", path);
    }

    /// <summary>A name too is safe only when it is on the disk. .NET has no call for it, and Windows neither.</summary>
    public static void SyncDirectory(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException(directory + " is no directory");
        }
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var opened = open(directory, 0);
        var synced = opened >= 0 && fsync(opened) == 0;
        var error = Marshal.GetLastPInvokeError();
        if (opened >= 0)
        {
            close(opened);
        }
        if (!synced)
        {
            throw new IOException($"{directory}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int file);

    [DllImport("libc")]
    private static extern int close(int file);
}

/// <summary>Keeps the last line that the server has sent, which MailKit's exceptions do not tell.</summary>
sealed class LastWord : IProtocolLogger
{
    private string tail = "";

    public string Line => tail.TrimEnd('\r', '\n').Split('\n').Last();

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void Forget() => tail = "";

    public void LogConnect(Uri uri) { }

    public void LogClient(byte[] buffer, int offset, int count) { }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        tail += Encoding.Latin1.GetString(buffer, offset, count);
        tail = tail.Substring(Math.Max(0, tail.Length - 600));
    }

    public void Dispose() { }
}
