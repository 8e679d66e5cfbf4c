using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>Builds one statement; values only ever enter it as parameters.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<NpgsqlParameter> _parameters = [];

    public SqlText Add(string sql)
    {
        _text.Append(sql);
        return this;
    }

    /// <summary>Adds a parameter and returns its placeholder.</summary>
    public string Value<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }

    /// <inheritdoc cref="Value{T}(T)"/>
    public string Value<T>(T value, NpgsqlDbType type)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return $"${_parameters.Count}";
    }

    public NpgsqlBatchCommand Build()
    {
        var command = new NpgsqlBatchCommand(_text.ToString());
        foreach (var parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
